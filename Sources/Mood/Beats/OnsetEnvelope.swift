import CMath
import DSP

/// Onset strength and chroma over the length of a piece: what beats are found from.
///
/// The spectrum (23 ms, every 6 ms) is summed into 24 bands from 40 Hz to 16 kHz, in decibels; the strength is the spectral flux over
/// the maximum of the band and its neighbours 12 ms earlier, which suppresses vibrato (Böck & Widmer 2013, SuperFlux). Costs about
/// 4 ms of one core for a second of music, and 1.4 kB.
public final class OnsetEnvelope {
    /// Input beyond this is ignored: nothing longer than three hours has one tempo.
    public static let longestSeconds = 10_800.0
    static let bandCount = 24
    /// Below −70 dB of full scale nothing is an onset; nor is a rise of less than a decibel, as in pads and chorus.
    private static let floorDecibels: Float = -70
    private static let minimumRise: Float = 1
    private static let maximumRise: Float = 24

    /// Sample rate, in Hz.
    public let rate: Double
    /// Source frames from one strength to the next.
    public let stepFrames: Int
    /// Flux over all bands, one for each step: mean rise per band, in decibels.
    public private(set) var strengths: [Float] = []
    /// The same over the bands below 150 Hz (bass drum, bass).
    public private(set) var lowStrengths: [Float] = []
    /// Energy by pitch class: 12 numbers that sum to 1 for every `chromaSteps` strengths.
    private(set) var chroma: [Float] = []
    static let chromaSteps = 8

    private let spectrum: PowerSpectrum
    private let chromaSpectrum: PowerSpectrum
    private let edges: [Int]
    private let lowBands: Int
    private let chromaBins: [(bin: Int, pitchClass: Int)]
    private var pending: [Float]
    private var read = 0
    private var heardFrames = 0
    /// Levels of the bands, a ring of three steps.
    private var levels = [Float](repeating: OnsetEnvelope.floorDecibels, count: 3 * OnsetEnvelope.bandCount)

    /// An empty envelope; allocates its spectra.
    /// - Parameter rate: sample rate of the input, in Hz.
    public init(rate: Double) {
        self.rate = rate
        stepFrames = max(1, Int(rate * 256 / 44_100 + 0.5))
        var size = 64
        while Double(size) < rate * 0.036 { size *= 2 }
        spectrum = PowerSpectrum(size: size)
        chromaSpectrum = PowerSpectrum(size: size * 2)
        var edges: [Int] = []
        let top = min(16_000, 0.45 * rate)
        for band in 0...OnsetEnvelope.bandCount {
            let hertz = 40 * math_pow(top / 40, Double(band) / Double(OnsetEnvelope.bandCount))
            // Low bands are narrower than a bin and share it.
            edges.append(min(max(1, Int(hertz * Double(size) / rate + 0.5)), size / 2))
        }
        self.edges = edges
        var low = 1
        while low < OnsetEnvelope.bandCount, Double(edges[low]) * rate / Double(size) < 150 { low += 1 }
        lowBands = low
        var bins: [(bin: Int, pitchClass: Int)] = []
        for bin in 1..<size {
            let hertz = Double(bin) * rate / Double(size * 2)
            guard hertz > 80, hertz < 2000 else { continue }
            let pitch = Int(12 * math_log2(hertz / 440) + 120.5)
            bins.append((bin, pitch % 12))
        }
        chromaBins = bins
        // Windows are centred: half of the first is silence.
        pending = [Float](repeating: 0, count: size)
    }

    /// Appends `frames` samples of both channels; allocates, so not for the player's thread. Any block sizes give the same result.
    public func hear(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, frames: Int) {
        guard Double(heardFrames) < OnsetEnvelope.longestSeconds * rate else { return }
        heardFrames += frames
        // Unequal weights: with equal ones, signals of opposite phase would cancel.
        for frame in 0..<frames { pending.append(0.6 * left[frame] + 0.4 * right[frame]) }
        analyse()
    }

    /// Completes the last windows with silence. Call it once, after the last frame.
    public func finish() {
        for _ in 0..<chromaSpectrum.size { pending.append(0) }
        analyse()
        let steps = heardFrames / stepFrames
        if strengths.count > steps {
            strengths.removeLast(strengths.count - steps)
            lowStrengths.removeLast(lowStrengths.count - steps)
        }
    }

    private func analyse() {
        let size = spectrum.size, reach = chromaSpectrum.size
        while read + reach <= pending.count {
            pending.withUnsafeBufferPointer { samples in
                spectrum.measure(samples.baseAddress! + read + (reach - size) / 2)
                if strengths.count % OnsetEnvelope.chromaSteps == 0 {
                    chromaSpectrum.measure(samples.baseAddress! + read)
                    appendChroma()
                }
            }
            appendFlux()
            read += stepFrames
        }
        // Rarely: every removal copies the rest.
        if read > 1 << 16 {
            pending.removeFirst(read)
            read = 0
        }
    }

    private func appendFlux() {
        let count = OnsetEnvelope.bandCount
        let now = strengths.count % 3 * count
        // The next of the ring's three steps is the oldest: two steps ago.
        let past = (strengths.count + 1) % 3 * count
        for band in 0..<count {
            let first = edges[band], end = max(edges[band + 1], first + 1)
            var power: Float = 0
            for bin in first..<end { power += spectrum.powers[bin] }
            power /= Float(end - first)
            levels[now + band] = max(OnsetEnvelope.floorDecibels, Float(10 * math_log10(Double(power) + 1e-12)))
        }
        var sum: Float = 0, low: Float = 0
        for band in 0..<count {
            var before = levels[past + band]
            if band > 0 { before = max(before, levels[past + band - 1]) }
            if band + 1 < count { before = max(before, levels[past + band + 1]) }
            let rise = min(levels[now + band] - before - OnsetEnvelope.minimumRise, OnsetEnvelope.maximumRise)
            guard rise > 0 else { continue }
            sum += rise
            if band < lowBands { low += rise }
        }
        strengths.append(sum / Float(count))
        lowStrengths.append(low / Float(lowBands))
    }

    private func appendChroma() {
        let base = chroma.count
        for _ in 0..<12 { chroma.append(0) }
        var total: Float = 1e-6
        for (bin, pitchClass) in chromaBins {
            let power = chromaSpectrum.powers[bin]
            chroma[base + pitchClass] += power
            total += power
        }
        for index in base..<base + 12 { chroma[index] /= total }
    }
}
