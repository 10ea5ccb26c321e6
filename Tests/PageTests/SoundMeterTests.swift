import Capture
import Glibc
import Session
import Testing

@testable import Page
@testable import Session

@Suite struct SoundMeterTests {
    private static let rate = 48_000.0

    /// A meter that has heard so many seconds of both channels.
    private func reading(seconds: Double, _ sound: (Double) -> Float) -> SoundMeter.Reading {
        var producer: Producer<Float>?
        let listener = Listener(producer: &producer)
        var end = producer.take()!
        var meter = SoundMeter(listener, rate: Self.rate)
        var reading = SoundMeter.Reading()
        let block = 960
        for start in stride(from: 0, to: Int(seconds * Self.rate), by: block) {
            var samples: [Float] = []
            for frame in start..<(start + block) {
                let sample = sound(Double(frame) / Self.rate)
                samples += [sample, sample]
            }
            let isPushed = end.push(samples, count: samples.count)
            #expect(isPushed)
            reading = meter.read()
        }
        return reading
    }

    /// BS.1770 defines the scale so that a stereo sine of 997 Hz at full scale reads 0 LUFS: −3.01 + 3.01 for two channels.
    @Test func aSineHasItsLevelAndItsBand() {
        let reading = reading(seconds: 0.6) { 0.1 * Float(sin(2 * .pi * 997 * $0)) }
        #expect(abs((reading.peakDecibels ?? 0) - -20) < 0.1)
        #expect(abs((reading.loudness ?? 0) - -20) < 0.2)
        let peak = reading.spectrum.max() ?? 0
        #expect(abs(peak - (1 - 20.0 / 96)) < 0.02)
        // 48 bands from 40 Hz to 16 kHz.
        let band = Int(48 * log(997.0 / 40) / log(400))
        #expect(abs((reading.spectrum.firstIndex(of: peak) ?? 0) - band) <= 1)
        #expect(reading.spectrum[40...].allSatisfy { $0 < 0.2 })
    }

    @Test func silenceAndNothingAtAllReadAsSilence() {
        for reading in [reading(seconds: 0.5) { _ in 0 }, reading(seconds: 0) { _ in 0 }] { #expect(reading == SoundMeter.Reading()) }
    }

    /// Half a minute of a player that nobody listens to.
    @Test func aListenerThatFallsBehindMissesSome() {
        var producer: Producer<Float>?
        let listener = Listener(producer: &producer)
        var end = producer.take()!
        let block = [Float](repeating: 0.5, count: 2048)
        var refused = 0
        for _ in 0..<100 where !end.push(block, count: block.count) { refused += 1 }
        var meter = SoundMeter(listener, rate: Self.rate)
        let (full, empty) = (meter.read(), meter.read())
        #expect(refused == 84 && abs((full.peakDecibels ?? 0) - -6.02) < 0.01 && empty.peakDecibels == nil)
        let hasRoom = end.push(block, count: block.count)
        #expect(hasRoom)
    }

    /// A song of any length has at most so many columns, each with the largest sample of its part.
    @Test(arguments: [1, 700, 50_000, 44_100 * 90]) func anOutlineHasThePeaksOfTheSong(_ frames: Int) throws {
        let song = Ramp(frames: frames)
        let result = try #require(try SongOutline.measure(song) { false })
        #expect(result.seconds == Double(frames) / 44_100)
        #expect((1...SongOutline.mostColumns).contains(result.peaks.count))
        #expect(result.peaks.last == 1 && zip(result.peaks, result.peaks.dropFirst()).allSatisfy { $0 <= $1 })
        for (column, peak) in result.peaks.enumerated() {
            #expect(abs(peak - Float(column + 1) / Float(result.peaks.count)) < 1.5 / Float(result.peaks.count))
        }
        #expect(try SongOutline.measure(Ramp(frames: frames)) { true } == nil)
    }
}

/// Rises from 0 to −1 evenly.
private final class Ramp: SongSource {
    let sampleRate = 44_100.0
    let channels = 1
    var frameCount: Int? { nil }
    private let frames: Int
    private var frame = 0

    init(frames: Int) { self.frames = frames }

    func read(into interleaved: UnsafeMutablePointer<Float>, frames wanted: Int) -> Int {
        let count = min(wanted, frames - frame)
        for index in 0..<count { interleaved[index] = -Float(frame + index + 1) / Float(frames) }
        frame += count
        return count
    }

    func rewind() { frame = 0 }
}
