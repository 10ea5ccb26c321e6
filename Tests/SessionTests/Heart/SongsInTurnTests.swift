import Capture
import DSP
import Foundation
import Mood
import Testing

@testable import Session

/// Songs that follow one another, in virtual time.
@Suite struct SongsInTurnTests {
    private static func song(level: Double, seconds: Double) -> [Float] {
        SyntheticSong(frames: Int(seconds * 44_100)) { frame in
            let time = Double(frame) / 44_100
            let low = sin(2 * .pi * 330 * time), high = sin(2 * .pi * 1100 * time)
            return Float(level * (low + 0.5 * high) / 1.5)
        }.kept
    }
    private static let quiet = song(level: 0.05, seconds: 6), loud = song(level: 0.4, seconds: 8)

    private static func open(_ name: String) throws(LeitmotifError) -> any SongSource {
        SyntheticSong(name == "quiet" ? quiet : loud)
    }

    private func session(_ songs: [String]) throws -> VirtualSession {
        var map = MoodMap.seed
        for mood in Mood.Expression.allCases { map[mood] = MoodSetting() }
        var setting = Performance.Setting(mapping: ParameterMapping(map: map))
        (setting.song, setting.songs) = (songs[0], songs)
        return try VirtualSession(setting, open: SongsInTurnTests.open)
    }

    private func turns(_ lines: String) -> [(frame: Int, song: String)] {
        var turns: [(frame: Int, song: String)] = []
        for line in lines.split(separator: "\n") where line.hasPrefix("turn ") {
            let words = line.split(separator: " ")
            turns.append((Int(words[1]) ?? 0, String(words[3])))
        }
        return turns
    }

    private func loudness(_ sound: ArraySlice<Float>) -> Double {
        var loudness = Loudness(rate: 44_100)
        let left = stride(from: sound.startIndex, to: sound.endIndex, by: 2).map { sound[$0] }
        left.withUnsafeBufferPointer { loudness.add(left: $0.baseAddress!, right: $0.baseAddress!, frames: left.count) }
        return loudness.integrated ?? -.infinity
    }

    @Test func theNextSongComesInAtTheEndAndASingleOneLoops() throws {
        var several = try session(["loud", "quiet"]), alone = try session(["loud"])
        try several.play(blocks: 4300)
        try alone.play(blocks: 4300)
        let turns = turns(several.lines)
        #expect(turns.map(\.song) == ["quiet", "loud", "quiet"])
        // The cross-fade has ended when the song does, give or take a pass and half a second.
        #expect(abs(turns[0].frame - Int(7.45 * 44_100)) < 3000 && abs(turns[1].frame - turns[0].frame - Int(5.45 * 44_100)) < 3000)
        #expect(self.turns(alone.lines).isEmpty)
        alone.take(.nextSong)
        try alone.play(blocks: 4)
        #expect(!alone.lines.contains("song next"))
    }

    @Test func severalSongsAreEquallyLoud() throws {
        var session = try session(["loud", "quiet"])
        let measured = try ["loud", "quiet"].map { name in
            let analyser = SongAnalyser(path: name, beatWeights: nil, measuresLoudness: true, cacheFolder: nil) { () throws(LeitmotifError) in
                try SongsInTurnTests.open(name)
            }
            try analyser.run { _ in true }
            return try #require(analyser.takeFacts().first { if case .loudness = $0 { true } else { false } })
        }
        session.take(measured[0])
        try session.play(blocks: 600)
        session.take(.ofSong(1, measured[1]))
        session.take(.nextSong)
        try session.play(blocks: 900)
        let turn = try #require(turns(session.lines).first)
        #expect(turn.song == "quiet")
        let before = loudness(session.sound[(2 * 44_100)..<(2 * turn.frame)])
        let after = loudness(session.sound[(2 * turn.frame + 2 * 44_100)...])
        #expect(abs(before + 18) < 0.3, "\(before) LUFS")
        #expect(abs(before - after) < 0.3, "\(before) and \(after) LUFS")
    }

    @Test func aSongIsRaisedNoFurtherThanItsPeaksBear() {
        #expect(SongLoudness(integrated: -8, peakDecibels: -0.1).gainDecibels == -10)
        #expect(SongLoudness(integrated: -20, peakDecibels: -0.5).gainDecibels == 0)
        #expect(abs(SongLoudness(integrated: -30, peakDecibels: -10).gainDecibels - 8.8) < 1e-5)
        #expect(SongLoudness(integrated: -70, peakDecibels: -60).gainDecibels == 12)
    }

    @Test func tapsGoToTheSongThatSounds() throws {
        var map = MoodMap.seed
        map.songs = [.sad: "/strings.wav"]
        var setting = Performance.Setting(mapping: ParameterMapping(map: map))
        setting.moodSongs = [KnownSong(path: "/strings.wav", sourceRate: 48_000, grid: ThemeTakes.grid(rate: 48_000))]
        var performance = Performance(setting)
        var report = PlayerReport()
        (report.song, report.heardFrame) = (1, 48_000 * 3.1)
        performance.take(.played(report), at: 5)
        performance.take(.tap, at: 5)
        let kept = performance.takeActions().compactMap { if case .keepTap(let frames?, let song) = $0 { (frames, song) } else { nil } }
        #expect(kept.count == 1 && kept[0].1 == 1 && abs(kept[0].0 - 4800) < 1e-6)
        #expect(abs((performance.snapshot.tapSeconds ?? 0) - 0.1) < 1e-9)
    }

    @Test func aSongThatBreaksOffMakesWay() throws {
        var session = try session(["loud", "quiet"])
        try session.play(blocks: 700)
        session.take(.songLost(0, cause: "read song loud: gone"))
        try session.play(blocks: 300)
        #expect(turns(session.lines).map(\.song) == ["quiet"])
        // Nothing is left to go to.
        #expect(!session.performance.hasNextSong)
    }
}
