import Capture
import Foundation
import Testing

@testable import App

@Suite struct BeatGridFileTests {
    private let whole = "tempo_bpm = 120\nbeats_per_bar = 2\nbeats = [0, 0.5, 1.0,\n1.5]\nbars = [0.0, 1.0]\n"

    @Test func theGridBesideASongIsUsed() throws {
        let folder = try ScratchFolder()
        let path = folder.sine("waltz.wav", seconds: 2)
        #expect(try Song.open(path).grid == nil)
        _ = folder.text("waltz.toml", "title = \"Waltz\"\n" + whole)
        let grid = try #require(try Song.open(path).grid)
        #expect(grid.beatsPerMinute == 120 && grid.beatsPerBar == 2)
    }

    @Test(arguments: [
        ("tempo_bpm", "tempo_bmp", "line 1, tempo_bmp: unknown key"), ("tempo_bpm = 120", "", "tempo_bpm is missing"),
        ("bars", "source", "bars is missing"), ("120", "\"fast\"", "line 1, tempo_bpm: it must be"),
        ("120", "-1", "line 1, tempo_bpm: it must be"), ("1.5]", "0.5]", "line 4, beats: seconds must ascend"),
        ("1.5]", "2.5]", "line 4, beats: seconds must ascend, within the song's 2.000"),
        ("[0.0, 1.0]", "[]", "line 5, bars: it must be"), ("1.5]", "true]", "line 4, beats"),
        ("beats_per_bar = 2", "beats_per_bar = 2.5", "line 2, beats_per_bar: it must be"), ("[0.0", "[0.0.", "line 5, column 9: "),
    ])
    func mistakesNameTheirLineAndKey(right: String, wrong: String, expected: String) throws {
        let folder = try ScratchFolder()
        let path = folder.sine("waltz.wav", seconds: 2)
        _ = folder.text("waltz.toml", whole.replacingOccurrences(of: right, with: wrong))
        let error = #expect(throws: LeitmotifError.self) { try Song.open(path) }
        #expect(error?.description.contains(expected) == true, "\(error?.description ?? "no error")")
    }
}
