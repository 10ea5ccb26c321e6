import DSP
import Glibc
import Mood
import Testing

@testable import Session

/// Nothing gets loud or silent with a jerk.
@Suite struct FadeTests {
    private func performance(_ change: (inout Performance.Setting) -> Void = { _ in }) -> Performance {
        var setting = Performance.Setting(mapping: ParameterMapping(map: .seed))
        setting.maps = [.seed, .drama]
        change(&setting)
        return Performance(setting)
    }

    /// Lets time pass as a session does, and gives the wished gain after each pass.
    private func gains(_ performance: inout Performance, from begin: Double, until end: Double) -> [Float] {
        (1...Int(((end - begin) / 0.02).rounded())).map { step in
            performance.advance(to: begin + Double(step) * 0.02)
            return performance.snapshot.wished.gainDecibels
        }
    }

    @Test func aPauseFadesThenStandsStillAndFadesIn() {
        var performance = performance()
        performance.take(.pause, at: 1)
        let down = gains(&performance, from: 1, until: 1.3)
        #expect(down.first! < 0 && down.first! > -10 && down.last == -60 && zip(down, down.dropFirst()).allSatisfy { $0 > $1 })
        #expect(!performance.takeActions().contains { if case .standStill = $0 { true } else { false } })
        _ = gains(&performance, from: 1.3, until: 3)
        let stands = performance.takeActions().compactMap { if case .standStill(let isOn) = $0 { isOn } else { nil } }
        #expect(stands == [true] && performance.snapshot.isPaused)
        performance.take(.resume, at: 3)
        let up = gains(&performance, from: 3, until: 3.3)
        #expect(up.first! < -50 && up.last == 0 && zip(up, up.dropFirst()).allSatisfy { $0 < $1 })
        let goes = performance.takeActions().compactMap { if case .standStill(let isOn) = $0 { isOn } else { nil } }
        #expect(goes == [false] && !performance.snapshot.isPaused)
    }

    @Test func aPauseTakenBackInTimeNeverStandsStill() {
        var performance = performance()
        performance.take(.pause, at: 1)
        performance.take(.resume, at: 1.1)
        _ = gains(&performance, from: 1.1, until: 3)
        #expect(!performance.takeActions().contains { if case .standStill(true) = $0 { true } else { false } })
        #expect(performance.snapshot.wished.gainDecibels == 0)
    }

    @Test func volumeRisesTwelveDecibelsASecondAndFallsAtOnce() {
        var performance = performance { $0.volumeCeiling = 3 }
        performance.take(.volume(-30), at: 1)
        #expect(performance.snapshot.wished.gainDecibels == -30)
        performance.take(.volume(3), at: 2)
        let up = gains(&performance, from: 2, until: 6)
        #expect(zip(up, up.dropFirst()).allSatisfy { $1 - $0 <= 0.2401 } && up.last == 3)
        #expect(abs(up[49] - -18) < 0.3)
        _ = performance.takeEvents()
        performance.take(.volume(3.1), at: 7)
        #expect(performance.takeEvents().contains { if case .refused = $0.kind { true } else { false } })
    }

    @Test func theBeginningFadesInWhereItIsAskedTo() {
        var performance = performance { $0.fadesIn = true }
        #expect(performance.start.parameters.gainDecibels == -60)
        performance.begin()
        let up = gains(&performance, from: 0, until: 0.3)
        #expect(zip(up, up.dropFirst()).allSatisfy { $1 > $0 && $1 - $0 < 4.1 } && up.last == 0)
    }

    @Test func anotherMapGlidesInThreeTenthsOfASecond() {
        var performance = performance()
        performance.take(.hold(.sad), at: 0)
        let before = performance.snapshot.wished
        performance.take(.map("drama"), at: 1)
        var wished = [before]
        for step in 0...15 {
            performance.advance(to: 1 + Double(step) * 0.02)
            wished.append(performance.snapshot.wished)
        }
        #expect(wished.last?.filter == MoodMap.drama.sad.filter && wished.last?.effect == MoodMap.drama.sad.effect)
        let octaves = zip(wished, wished.dropFirst()).map { log2($1.filter.cutoffHertz / $0.filter.cutoffHertz) }
        #expect(octaves.allSatisfy { abs($0) < 0.12 })
        #expect(zip(wished, wished.dropFirst()).allSatisfy { $1.effect.wet - $0.effect.wet < 0.05 })
    }

    @Test func aTapMovesTheNearestBeatToTheEar() throws {
        let grid = try #require(
            BeatGrid(beatFrames: [0, 22_050, 44_100, 66_150], barFrames: [0], loopFrames: 88_200, beatsPerMinute: 120, beatsPerBar: 4))
        var performance = performance { ($0.grid, $0.sourceRate, $0.outputRate) = (grid, 44_100, 44_100) }
        performance.take(.hears(frame: 88_200 + 24_255), at: 10)
        performance.take(.tap, at: 10.05)
        // 24255 + 2205 lies 4410 frames behind the beat.
        let beats = try #require(performance.snapshot.beats)
        #expect(zip(beats.beats, [0.1, 0.6, 1.1, 1.6]).allSatisfy { abs($0 - $1) < 1e-6 } && abs(beats.bars[0] - 0.1) < 1e-6)
        // The other way: just before the beat at 0.1 s, and long after the first tap.
        performance.take(.hears(frame: 0), at: 20)
        performance.take(.tap, at: 20)
        #expect(performance.snapshot.beats?.beats.first == 0)
    }
}
