import Capture
import Foundation
import Testing

@testable import App

@Suite struct SongNamesTests {
    @Test func namesAreSortedAsPeopleCount() {
        let sorted = ["10.wav", "2.wav", "1 b.wav", "01 a.wav", "Track 9.ogg", "track 10.ogg", "track 9b.ogg", "a.wav", "B.wav"]
            .shuffled().sorted(by: SongNames.comesBefore)
        #expect(sorted == ["01 a.wav", "1 b.wav", "2.wav", "10.wav", "a.wav", "B.wav", "Track 9.ogg", "track 9b.ogg", "track 10.ogg"])
        // Numbers longer than any integer, and the same number written twice.
        #expect(SongNames.comesBefore("99999999999999999999998", "99999999999999999999999"))
        #expect(SongNames.comesBefore("007", "7") != SongNames.comesBefore("7", "007") && !SongNames.comesBefore("7", "7"))
    }

    @Test func aFolderIsItsSongsAndTheRestIsCounted() throws {
        let folder = try ScratchFolder()
        for name in ["10.wav", "9.FLAC", "cover.jpg", "notes.txt", ".hidden.wav"] { _ = folder.text(name, "x") }
        try FileManager.default.createDirectory(atPath: folder.path + "/more.wav", withIntermediateDirectories: false)
        let names = try SongNames(["theme", folder.path, "last.ogg"])
        #expect(names.all == ["theme", folder.path + "/9.FLAC", folder.path + "/10.wav", "last.ogg"])
        #expect(names.remarks == ["\(folder.path): 2 songs; 2 other files are passed over"])
        #expect(try SongNames([]).all == ["theme"])
    }

    @Test func aFolderWithoutASongSaysWhatWasLookedFor() throws {
        let folder = try ScratchFolder()
        _ = folder.text("notes.txt", "x")
        let error = #expect(throws: LeitmotifError.self) { try SongNames([folder.path]) }
        #expect(error?.description.contains(folder.path) == true && error?.description.contains("wav, flac, ogg") == true)
    }
}
