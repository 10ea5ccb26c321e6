import DSP
import Mood
import Testing

@testable import Session

@Suite struct MoodSongTests {
    private func performance(match: LoudnessMatch = LoudnessMatch()) -> Performance {
        var map = MoodMap.seed
        map.songs = [.sad: "/strings.wav"]
        var setting = Performance.Setting(mapping: ParameterMapping(map: map))
        setting.moodSongs = [KnownSong(path: "/strings.wav", sourceRate: 48_000, grid: ThemeTakes.grid(rate: 48_000), match: match)]
        return Performance(setting)
    }

    @Test func aMoodAsksForItsSongAndItsLoudness() {
        var performance = performance(match: LoudnessMatch(gains: ExpressionWeights(sad: -4)))
        #expect(performance.start.song == 0)
        performance.take(.hold(.sad), at: 1)
        #expect(performance.start.song == 1 && performance.start.parameters.gainDecibels == -4)
        performance.take(.volume(-10), at: 2)
        #expect(performance.start.parameters.gainDecibels == -14 && performance.start.levelDecibels == -10)
        performance.take(.hold(.happy), at: 3)
        #expect(performance.start.song == 0)
    }

    @Test func aSongThatIsLostIsSaidOnceAndTheSessionsPlays() {
        var performance = performance()
        performance.take(.hold(.sad), at: 1)
        performance.take(.songLost(1, cause: "read song /strings.wav: gone"), at: 2)
        performance.take(.songLost(1, cause: "read song /strings.wav: gone"), at: 3)
        #expect(performance.start.song == 0)
        let said = performance.takeEvents().compactMap { $0.kind.isNotice ? $0.kind.words : nil }
        #expect(said == ["read song /strings.wav: gone; its mood goes on with the session's song"])
    }

    @Test func theSnapshotNamesTheSongThatIsHeard() {
        var performance = performance()
        performance.take(.turned(frame: 100, position: 48_000, song: 1), at: 1)
        var report = PlayerReport()
        (report.song, report.heardFrame) = (1, 96_000)
        performance.take(.played(report), at: 2)
        let snapshot = performance.snapshot
        #expect(snapshot.song == "/strings.wav" && snapshot.songSeconds == 2 && snapshot.beats?.bars.count == ThemeTakes.bars)
        #expect(snapshot.beat?.beat == 1)
    }

    @Test func theRecordTellsOfTheSong() throws {
        let event = SessionEvent(.turned(frame: 22_050, position: 4_410.5, song: "/my strings.wav"), at: 1)
        let head = SessionText.lines(SessionEvent(.began(song: "theme", outputRate: 44_100, quality: .normal, start: ChainParameters()), at: 0))
        let record = try SessionRecord(parsing: (head ?? "") + (SessionText.lines(event) ?? ""), path: "a")
        #expect(record.events.map(\.kind) == [event.kind])
    }
}
