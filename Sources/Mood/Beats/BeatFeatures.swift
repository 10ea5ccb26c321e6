import CMath
import DSP

/// What the beat network hears: for every hop of 12 ms the level of 54 bands, six to the octave from 30 Hz to 13.7 kHz. Any block
/// sizes give the same numbers. About 2 ms of one core for a second of music.
public final class BeatFeatures {
    /// Numbers of a frame.
    public static let bands = 54
    /// Frames a second, nearly: a hop is whole source frames.
    static let hopsPerSecond = 44_100.0 / 512
    private static let lowestHertz = 30.0
    private static let bandsPerOctave = 6.0
    /// What counts as silence, in decibels of full scale; a feature is tenths of decibels above it.
    private static let floorDecibels = -80.0

    /// Sample rate, in Hz.
    public let rate: Double
    /// Source frames from one frame of features to the next.
    public let hopFrames: Int

    private let spectrum: PowerSpectrum
    private let filters: [BandFilter]
    private var pending: [Float]
    private var read = 0
    private var heardFrames = 0
    private var measured = 0
    private var values: [Float] = []

    /// - Parameter rate: sample rate of the input, in Hz.
    public init(rate: Double) {
        self.rate = rate
        hopFrames = max(1, Int(rate / BeatFeatures.hopsPerSecond + 0.5))
        var size = 64
        while Double(size) < rate * 0.036 { size *= 2 }
        spectrum = PowerSpectrum(size: size)
        func centre(_ band: Int) -> Double {
            BeatFeatures.lowestHertz * math_exp2(Double(band) / BeatFeatures.bandsPerOctave)
        }
        filters = (0..<BeatFeatures.bands).map { band in
            BandFilter(from: centre(band - 1), over: centre(band), to: centre(band + 1), binHertz: rate / Double(size), bins: size / 2 + 1)
        }
        // Windows are centred: half of the first is silence.
        pending = [Float](repeating: 0, count: size / 2)
    }

    /// Hears `frames` samples of both channels; allocates, so not for the player's thread.
    public func hear(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, frames: Int) {
        heardFrames += frames
        // Unequal weights: with equal ones, signals of opposite phase would cancel.
        for frame in 0..<frames { pending.append(0.6 * left[frame] + 0.4 * right[frame]) }
        measure()
    }

    /// Completes the last frames with silence. Call it once, after the last samples.
    public func finish() {
        let frames = (heardFrames + hopFrames - 1) / hopFrames
        while measured < frames {
            for _ in 0..<spectrum.size { pending.append(0) }
            measure(upTo: frames)
        }
    }

    /// The frames since the last call, `bands` numbers each.
    public func take() -> [Float] {
        defer { values.removeAll(keepingCapacity: true) }
        return values
    }

    private func measure(upTo most: Int = .max) {
        while read + spectrum.size <= pending.count, measured < most {
            pending.withUnsafeBufferPointer { spectrum.measure($0.baseAddress! + read) }
            for filter in filters { values.append(BeatFeatures.feature(filter.power(spectrum.powers))) }
            measured += 1
            read += hopFrames
        }
        // Rarely: every removal copies the rest.
        if read > 1 << 16 {
            pending.removeFirst(min(read, pending.count))
            read = 0
        }
    }

    private static func feature(_ power: Float) -> Float {
        Float(0.1 * max(0, 10 * math_log10(Double(power) + 1e-10) - floorDecibels))
    }
}

/// A triangle over the bins of a power spectrum, its weights' sum 1.
private struct BandFilter {
    private let first: Int
    private let weights: [Float]

    /// - Parameters:
    ///   - low, centre, high: corners, in Hz. The triangle reaches a bin to either side at least.
    init(from low: Double, over centre: Double, to high: Double, binHertz: Double, bins: Int) {
        let below = max(centre - low, binHertz), above = max(high - centre, binHertz)
        var first = 0
        var weights: [Double] = []
        for bin in 0..<bins {
            let hertz = Double(bin) * binHertz
            let weight = 1 - (hertz < centre ? (centre - hertz) / below : (hertz - centre) / above)
            guard weight > 0 else { continue }
            if weights.isEmpty { first = bin }
            weights.append(weight)
        }
        let sum = weights.reduce(0, +)
        self.first = first
        self.weights = weights.map { Float($0 / sum) }
    }

    func power(_ powers: UnsafePointer<Float>) -> Float {
        var sum: Float = 0
        for index in weights.indices { sum += weights[index] * powers[first + index] }
        return sum
    }
}
