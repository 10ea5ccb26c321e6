import Mood
import Testing

@testable import Session

/// A sound card that is lost, tried again and back, in virtual time.
@Suite struct LostCardTests {
    private func performance() -> Performance {
        var performance = Performance(Performance.Setting(mapping: ParameterMapping(map: .seed)))
        performance.begin()
        return performance
    }

    private func words(_ performance: inout Performance) -> [String] { performance.takeEvents().compactMap { $0.kind.words } }

    /// Seconds at which the card is tried, which fails each time.
    private func tries(_ performance: inout Performance, from begin: Double, until end: Double) -> [Double] {
        var times: [Double] = []
        for step in 0..<Int((end - begin) * 50) {
            let now = begin + Double(step) / 50
            performance.advance(to: now)
            for case .reopenCard in performance.takeActions() {
                times.append(now)
                performance.take(.stillLost(.sound, cause: "Device or resource busy"), at: now)
            }
        }
        return times
    }

    @Test func aLostCardIsTriedEverySecondThenMoreSeldomAndEachCauseIsSaidOnce() {
        var performance = performance()
        performance.take(.lost(.sound, cause: "No such device"), at: 10)
        let times = tries(&performance, from: 10, until: 130)
        let pauses = zip(times.dropFirst(), times).map { $0 - $1 }
        #expect(abs(times[0] - 11) < 0.03 && pauses.prefix(8).allSatisfy { abs($0 - 1) < 0.05 })
        #expect(pauses.allSatisfy { $0 < 8.1 } && pauses.last ?? 0 > 7.9)
        #expect(words(&performance) == [
            "sound device lost: No such device; the music goes on and the device is tried again",
            "the sound device is still away: Device or resource busy",
        ])
    }

    @Test func aCardThatOpensAndTakesNothingIsNeverBack() {
        var performance = performance()
        for seconds in stride(from: 1.0, to: 20, by: 3) {
            performance.take(.lost(.sound, cause: "it took no sound for two seconds"), at: seconds)
        }
        #expect(words(&performance).count == 1)
        performance.take(.back(.sound), at: 21)
        #expect(words(&performance) == ["sound device is back"] && performance.snapshot.lostDevices.isEmpty)
    }

    @Test func theFirstSoundOfACardThatWasNeverLostIsNoNews() {
        var performance = performance()
        performance.take(.back(.sound), at: 1)
        #expect(words(&performance).isEmpty)
    }

    @Test func anotherRateIsSaidWhenTheCardPlaysAndOnlyWhenItChanges() {
        var performance = performance()
        var said: [String] = []
        for rate in [48_000.0, 48_000, 44_100, 48_000, 96_000] {
            performance.take(.lost(.sound, cause: "gone"), at: 1)
            performance.take(.reopened(cardRate: rate), at: 1)
            #expect(words(&performance).allSatisfy { !$0.contains("Hz") })
            performance.take(.back(.sound), at: 1)
            said += words(&performance).filter { $0.contains("Hz") }
        }
        #expect(said == [48_000, 48_000, 96_000].map { "the sound device now runs at \($0) Hz: the music is resampled for it" })
    }

    @Test func causesThatAlternateAreSaidOnceEach() {
        var performance = performance()
        performance.take(.lost(.sound, cause: "gone"), at: 1)
        _ = words(&performance)
        for attempt in 1...20 {
            performance.take(.stillLost(.sound, cause: attempt % 2 == 0 ? "busy" : "no sound for \(attempt) seconds"), at: 1 + Double(attempt))
        }
        #expect(words(&performance).count == 2)
    }

    @Test func aBufferThatGrowsStepByStepIsSaidOnceWhenItHasSettled() {
        var performance = performance()
        var report = PlayerReport()
        report.cardFirstBufferSeconds = 0.018
        for (seconds, buffer) in [(0.1, 0.018), (0.2, 0.036), (0.3, 0.036), (0.5, 0.072), (0.6, 0.072)] {
            report.cardBufferSeconds = buffer
            performance.take(.played(report), at: seconds)
            performance.advance(to: seconds)
        }
        #expect(words(&performance).isEmpty)
        performance.advance(to: 3)
        performance.take(.played(report), at: 4)
        performance.advance(to: 9)
        #expect(words(&performance) == ["the sound card needs a longer buffer: 18 → 72 ms"])
        report.cardBufferSeconds = 0.144
        performance.take(.played(report), at: 10)
        performance.end(frames: 1)
        #expect(words(&performance) == ["the sound card needs a longer buffer: 72 → 144 ms"])
    }

    @Test func aCardThatWasOpenedWithALongBufferIsNoNews() {
        var performance = performance()
        var report = PlayerReport()
        (report.cardFirstBufferSeconds, report.cardBufferSeconds) = (0.144, 0.144)
        performance.take(.played(report), at: 1)
        performance.advance(to: 9)
        #expect(words(&performance).isEmpty)
    }
}
