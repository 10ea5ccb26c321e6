import Testing

@testable import MIDI

/// Ticks of a clock with jitter, by formula.
private struct Ticking {
    private var state: UInt64 = 7
    var clock = OutsideClock()

    /// −1 … 1.
    private mutating func noise() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(Int64(bitPattern: state) >> 11) / Double(1 << 52)
    }

    /// Ticks from beat `first` up to `last`, and what was made of each; `truth` is the time of a beat.
    mutating func run(from first: Double, to last: Double, jitter: Double, _ truth: (Double) -> Double) -> [(seconds: Double, error: Double)] {
        var errors: [(Double, Double)] = []
        for tick in Int((first * 24).rounded())..<Int((last * 24).rounded()) {
            let beat = Double(tick) / 24
            clock.take(.tick, at: truth(beat) + jitter * (1 + noise()))
            guard let heard = clock.beat, let found = heard.beat(at: truth(beat) + jitter) else { continue }
            errors.append((truth(beat), (found - beat) / heard.beatsPerSecond))
        }
        return errors
    }
}

@Suite struct OutsideClockTests {
    /// Jitter of ±3 ms about its mean, which alone nobody can take for anything but lateness.
    @Test(arguments: [40.0, 120, 174, 240]) func jitterIsFilteredOut(beatsPerMinute: Double) throws {
        var ticking = Ticking()
        ticking.clock.take(.start, at: 0)
        let errors = ticking.run(from: 0, to: 600, jitter: 0.003) { $0 * 60 / beatsPerMinute }
        let worst = errors.filter { $0.seconds > 5 * 60 / beatsPerMinute }.map { abs($0.error) }.max() ?? 1
        #expect(worst < 0.003, "\(worst)")
        let heard = try #require(ticking.clock.beat)
        #expect(abs(heard.beatsPerSecond * 60 - beatsPerMinute) < 0.01 * beatsPerMinute)
    }

    /// From 120 beats a minute on beat 40, which is second 20.
    @Test(arguments: [60.0, 80, 92, 100, 108, 114, 118, 122, 126, 133, 145, 160, 180, 240])
    func anotherTempoIsFollowedWithinTwoBeats(beatsPerMinute: Double) {
        for jitter in [0, 0.001, 0.0015] {
            var ticking = Ticking()
            ticking.clock.take(.start, at: 0)
            _ = ticking.run(from: 0, to: 40, jitter: jitter) { $0 * 0.5 }
            let errors = ticking.run(from: 40, to: 80, jitter: jitter) { 20 + ($0 - 40) * 60 / beatsPerMinute }
            let beat = 60 / beatsPerMinute
            let (soon, later) = (errors.filter { $0.seconds > 20 + 2 * beat }, errors.filter { $0.seconds > 20 + 5 * beat })
            #expect(soon.allSatisfy { abs($0.error) < 0.02 }, "\(soon.map { abs($0.error) }.max() ?? 0)")
            #expect(later.allSatisfy { abs($0.error) < 0.004 }, "\(later.map { abs($0.error) }.max() ?? 0)")
        }
    }

    /// As a drummer speeds up: a hundredth a second.
    @Test func aTempoThatMovesIsFollowed() {
        var ticking = Ticking()
        ticking.clock.take(.start, at: 0)
        let errors = ticking.run(from: 0, to: 100, jitter: 0.001) { 100 * 0.5 * (1 - ($0 / 1000)) * ($0 / 100) }
        #expect(errors.filter { $0.seconds > 4 }.allSatisfy { abs($0.error) < 0.004 })
    }

    @Test func aLostClockGoesOnInItsTempoAndComesBack() throws {
        var ticking = Ticking()
        ticking.clock.take(.start, at: 0)
        _ = ticking.run(from: 0, to: 20, jitter: 0) { $0 * 0.5 }
        #expect(ticking.clock.takeRemarks().isEmpty)
        ticking.clock.advance(to: 15)
        let later = try #require(ticking.clock.beat?.beat(at: 15))
        #expect(abs(later - 30) < 1e-6)
        #expect(ticking.clock.takeRemarks() == ["MIDI clock: lost; the last tempo goes on"])
        _ = ticking.run(from: 32, to: 40, jitter: 0) { $0 * 0.5 }
        let back = try #require(ticking.clock.beat?.beat(at: 20))
        #expect(abs(back - 40) < 1e-6)
        #expect(ticking.clock.takeRemarks() == ["MIDI clock: it is back"])
    }

    /// Many instruments send ticks while they stand, and a position before they go on.
    @Test func positionAndStandstill() throws {
        var ticking = Ticking()
        _ = ticking.run(from: 0, to: 4, jitter: 0) { $0 * 0.5 }
        let standing = try #require(ticking.clock.beat)
        #expect(standing.beat == nil && abs(standing.beatsPerSecond - 2) < 1e-9 && !ticking.clock.isRunning)
        ticking.clock.take(.songPosition(16), at: 2)
        ticking.clock.take(.continue, at: 2)
        #expect(ticking.clock.isRunning)
        _ = ticking.run(from: 4, to: 6, jitter: 0) { $0 * 0.5 }
        let running = try #require(ticking.clock.beat?.beat(at: 3))
        #expect(abs(running - 6) < 1e-6)
        ticking.clock.take(.stop, at: 3)
        #expect(ticking.clock.beat?.beat == nil)
    }

    /// Anything may come over a cable.
    @Test func noiseIsNoClock() {
        var clock = OutsideClock()
        var state: UInt64 = 1
        var seconds = 0.0
        for _ in 0..<20_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1
            let choice = state >> 60
            seconds += choice == 0 ? 40 : Double(state >> 40 & 0xFFFF) / 1e6
            let message: MIDIMessage = choice == 1 ? .start : choice == 2 ? .stop : choice == 3 ? .songPosition(Int(state >> 20 & 0x3FFF)) : .tick
            clock.take(message, at: seconds)
            clock.advance(to: seconds)
            if let heard = clock.beat {
                #expect(heard.beatsPerSecond > 0.2 && heard.beatsPerSecond < 11 && (heard.beat ?? 0).isFinite)
            }
        }
    }
}
