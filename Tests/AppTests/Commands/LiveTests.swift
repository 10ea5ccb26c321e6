import Foundation
import Session
import Testing

@testable import App

@Suite struct LiveTests {
    @Test func aRecordedSessionRendersAgainByteForByte() throws {
        let folder = try ScratchFolder()
        let wav = folder.file("live.wav"), session = folder.file("live.session"), again = folder.file("again.wav")
        let code = app(
            "live", "--camera", folder.picture(), "--song", folder.sine(seconds: 0.7), "--output", wav, "--record", session,
            "--seconds", "0.8", "--no-web")
        #expect(code == 0)
        #expect(try SoundFile.read(wav).frames == 35_280)
        #expect(app("render", "--session", session, "--out", again) == 0)
        #expect(FileBytes.read(wav) == FileBytes.read(again))
        #expect(!folder.names.contains { $0.hasSuffix(".part") })
    }

    /// Whatever rate a song has, what `live` writes `render` can read, and it lasts as long as the session did.
    @Test(arguments: [1000, 3999, 4000, 384_000, 768_000]) func songsOfEveryRateAreRecordedAndRenderedAgain(rate: Int) throws {
        let folder = try ScratchFolder()
        let wav = folder.file("live.wav"), session = folder.file("live.session"), again = folder.file("again.wav")
        let code = app(
            "live", "--camera", folder.picture(), "--song", folder.sine(seconds: 0.4, rate: rate), "--output", wav, "--record",
            session, "--seconds", "0.5")
        #expect(code == 0)
        let heard = try SoundFile.read(wav)
        #expect(4000...384_000 ~= heard.rate && abs(Double(heard.frames) / heard.rate - 0.5) < 0.001)
        #expect(app("render", "--session", session, "--out", again) == 0)
        #expect(try SoundFile.read(again).frames == heard.frames)
        // At the highest rates a slow machine may leave gaps in what is played live; the rendering has none.
        if rate <= 4000 { #expect(FileBytes.read(wav) == FileBytes.read(again)) }
    }

    /// The fade is a wish like any other: recorded, and rendered again to the same bytes.
    @Test func aFadeIsRecordedAndPlayedAgain() throws {
        let folder = try ScratchFolder()
        let (heard, record, again) = (folder.file("heard.wav"), folder.file("a.session"), folder.file("again.wav"))
        let song = folder.sine()
        let picture = folder.picture()
        let code = app(
            "live", "--camera", picture, "--song", song, "--output", heard, "--seconds", "5.5", "--idle", "fade", "--record",
            record)
        #expect(code == 0)
        let replay = try SessionRecord(parsing: Files.text(of: record, "read"), path: record)
        let gains = replay.events.compactMap { if case .applied(_, _, let parameters) = $0.kind { parameters.gainDecibels } else { nil } }
        #expect(gains.count > 3)
        #expect(try #require(gains.last) < 0)
        #expect(app("render", "--session", record, "--out", again) == 0)
        #expect(FileBytes.read(again) == FileBytes.read(heard))
    }
}
