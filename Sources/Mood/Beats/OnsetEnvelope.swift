import CMath
import DSP

/// How strongly something begins at each moment of a piece, and which notes sound: what beats are found from.
///
/// The spectrum (23 ms, every 6 ms) is gathered into 24 bands from 40 Hz to 16 kHz and taken in decibels; a band's rise over its
/// own and its neighbours' level 12 ms ago counts (Böck & Widmer 2013: looking at the neighbours keeps vibrato from counting).
/// Costs about 4 ms of one core for a second of music, and 1.4 kB.
public final class OnsetEnvelope {
    /// Longer pieces are not listened to any further: beyond three hours nobody wants one tempo.
    public static let longestSeconds = 10_800.0
    static let bandCount = 24
    /// Under −70 dB of full scale nothing is a beginning; nor is a rise of under a decibel, as pads and chorus have.
    private static let floorDecibels: Float = -70
    private static let leastRise: Float = 1
    private static let mostRise: Float = 24

    public let rate: Double
    /// Source frames from one strength to the next.
    public let stepFrames: Int
    /// Rises in all bands and in those under 150 Hz (bass drums, bass notes), in mean decibels a band.
    public private(set) var strengths: [Float] = []
    public private(set) var lowStrengths: [Float] = []
    /// Share of each pitch class, 12 numbers of sum 1 for every `toneSteps` strengths.
    private(set) var tones: [Float] = []
    static let toneSteps = 8

    private let spectrum: PowerSpectrum
    private let toneSpectrum: PowerSpectrum
    private let edges: [Int]
    private let lowBands: Int
    private let toneBins: [(bin: Int, pitchClass: Int)]
    private var pending: [Float]
    private var read = 0
    private var heardFrames = 0
    /// Levels of the bands, three steps of them in turn.
    private var levels = [Float](repeating: OnsetEnvelope.floorDecibels, count: 3 * OnsetEnvelope.bandCount)

    /// - Parameter rate: Hz of what will be heard.
    public init(rate: Double) {
        self.rate = rate
        stepFrames = max(1, Int(rate * 256 / 44_100 + 0.5))
        var size = 64
        while Double(size) < rate * 0.036 { size *= 2 }
        spectrum = PowerSpectrum(size: size)
        toneSpectrum = PowerSpectrum(size: size * 2)
        var edges: [Int] = []
        let top = min(16_000, 0.45 * rate)
        for band in 0...OnsetEnvelope.bandCount {
            let hertz = 40 * math_pow(top / 40, Double(band) / Double(OnsetEnvelope.bandCount))
            // Low bands are narrower than a bin: then they share it.
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
        toneBins = bins
        // Windows are centred: the first looks half into silence.
        pending = [Float](repeating: 0, count: size)
    }

    public func hear(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, frames: Int) {
        guard Double(heardFrames) < OnsetEnvelope.longestSeconds * rate else { return }
        heardFrames += frames
        // Not half and half: what one side plays upside down would vanish.
        for frame in 0..<frames { pending.append(0.6 * left[frame] + 0.4 * right[frame]) }
        look()
    }

    /// Lets the last windows look past the piece's end. To be called once, after the last frame.
    public func finish() {
        for _ in 0..<toneSpectrum.size { pending.append(0) }
        look()
        let steps = heardFrames / stepFrames
        if strengths.count > steps {
            strengths.removeLast(strengths.count - steps)
            lowStrengths.removeLast(lowStrengths.count - steps)
        }
    }

    private func look() {
        let size = spectrum.size, reach = toneSpectrum.size
        while read + reach <= pending.count {
            pending.withUnsafeBufferPointer { samples in
                spectrum.measure(samples.baseAddress! + read + (reach - size) / 2)
                if strengths.count % OnsetEnvelope.toneSteps == 0 {
                    toneSpectrum.measure(samples.baseAddress! + read)
                    gatherTones()
                }
            }
            gatherRise()
            read += stepFrames
        }
        // Moved seldom: every removal copies what is left.
        if read > 1 << 16 {
            pending.removeFirst(read)
            read = 0
        }
    }

    private func gatherRise() {
        let count = OnsetEnvelope.bandCount
        let now = strengths.count % 3 * count
        // Three steps in turn: what comes next in the ring is the oldest, two steps ago.
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
            let rise = min(levels[now + band] - before - OnsetEnvelope.leastRise, OnsetEnvelope.mostRise)
            guard rise > 0 else { continue }
            sum += rise
            if band < lowBands { low += rise }
        }
        strengths.append(sum / Float(count))
        lowStrengths.append(low / Float(lowBands))
    }

    private func gatherTones() {
        let base = tones.count
        for _ in 0..<12 { tones.append(0) }
        var total: Float = 1e-6
        for (bin, pitchClass) in toneBins {
            let power = toneSpectrum.powers[bin]
            tones[base + pitchClass] += power
            total += power
        }
        for index in base..<base + 12 { tones[index] /= total }
    }
}
