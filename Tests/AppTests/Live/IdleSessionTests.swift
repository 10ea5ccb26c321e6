import Foundation
import Session
import Testing

@testable import App

@Suite("Nobody before the camera")
struct IdleSessionTests {
    /// The fade is a wish like any other: recorded, and rendered again to the same bytes.
    @Test func aFadeIsRecordedAndPlayedAgain() throws {
        let folder = try ScratchFolder()
        let (heard, record, again) = (folder.file("heard.wav"), folder.file("a.session"), folder.file("again.wav"))
        let song = folder.sine()
        let picture = folder.picture()
        let code = app(
            "live", "--camera", picture, "--song", song, "--output", heard, "--seconds", "5.5", "--idle", "fade", "--record", record)
        #expect(code == 0)
        let replay = try SessionRecord(parsing: Files.text(of: record, "read"), path: record)
        #expect(replay.wishes.count > 3)
        #expect(try #require(replay.wishes.last).wish.parameters.gainDecibels < 0)
        #expect(app("render", "--session", record, "--out", again) == 0)
        #expect(FileBytes.read(again) == FileBytes.read(heard))
    }
}
