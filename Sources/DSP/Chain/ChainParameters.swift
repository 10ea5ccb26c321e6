/// The kind of the one filter in the chain.
public enum FilterKind: UInt8, BitwiseCopyable, Equatable, Sendable {
    case none, lowPass, highPass

    /// The words of map files, records and the command line.
    public var name: String {
        switch self {
        case .none: "none"
        case .lowPass: "low-pass"
        case .highPass: "high-pass"
        }
    }

    /// Nil when `name` is none of the three words.
    public init?(name: String) {
        switch name {
        case "none": self = .none
        case "low-pass": self = .lowPass
        case "high-pass": self = .highPass
        default: return nil
        }
    }

    var isLowPass: Bool { @_noLocks get { if case .lowPass = self { true } else { false } } }
    var isHighPass: Bool { @_noLocks get { if case .highPass = self { true } else { false } } }
}

/// A second-order filter. Cutoff 10 Hz … 0.45 of the output rate, q 0.1 … 20.
public struct FilterSetting: BitwiseCopyable, Equatable, Sendable {
    /// `none` bypasses the filter bit for bit.
    public var kind: FilterKind
    /// Cutoff in Hz; outside 10 Hz … 0.45 of the output rate it is clamped.
    public var cutoffHertz: Float
    /// Sharpness at the cutoff, 0.1 … 20; 0.707 is maximally flat (Butterworth).
    public var q: Float

    /// A filter that is off unless a kind is given; values outside the ranges are clamped when they are used.
    public init(kind: FilterKind = .none, cutoffHertz: Float = 1000, q: Float = 0.707) {
        self.kind = kind
        self.cutoffHertz = cutoffHertz
        self.q = q
    }
}

/// Everything a mood says about the sound. semitones −12…12, tempo 0.1…5, gain −60…24 dB, of which −60 is silence.
public struct ChainParameters: BitwiseCopyable, Equatable, Sendable {
    /// Transposition in semitones, −12 … 12; fractions are fine.
    public var semitones: Float
    /// Ratio to the original speed, 0.1 … 5; 2 plays twice as fast, in the same key.
    public var tempo: Double
    /// The filter after the stretcher.
    public var filter: FilterSetting
    /// The effect after the filter.
    public var effect: EffectSetting
    /// Gain in dB, −60 (silence) … 24.
    public var gainDecibels: Float
    /// Delays and reverbs that are left fade out within 50 ms instead of ringing on: the dry sound at once, without a click.
    public var cutsTails: Bool
    /// Splices alone change tempo and key from here on, as in quality `light`: a vocoder that sounds is left within a cross-fade.
    public var splicesAlone: Bool

    /// The piece itself unless told otherwise; values outside the ranges are clamped when they are used.
    public init(
        semitones: Float = 0, tempo: Double = 1, filter: FilterSetting = FilterSetting(), effect: EffectSetting = .none,
        gainDecibels: Float = 0, cutsTails: Bool = false, splicesAlone: Bool = false
    ) {
        self.semitones = semitones
        self.tempo = tempo
        self.filter = filter
        self.effect = effect
        self.gainDecibels = gainDecibels
        self.cutsTails = cutsTails
        self.splicesAlone = splicesAlone
    }
}

extension ChainParameters {
    /// The same parameters inside their documented ranges, the cutoff also under 0.45 of `rate`. The effect's are left alone:
    /// each effect clamps its own, by its descriptor.
    @_noLocks
    func clamped(rate: Double) -> ChainParameters {
        let top = Float(rate * 0.45)
        var safe = self
        safe.semitones = DSP.clamped(semitones, -12, 12, or: 0)
        safe.tempo = DSP.clamped(tempo, 0.1, 5, or: 1)
        safe.gainDecibels = DSP.clamped(gainDecibels, -60, 24, or: 0)
        safe.filter.cutoffHertz = DSP.clamped(filter.cutoffHertz, 10, top, or: 1000)
        safe.filter.q = DSP.clamped(filter.q, 0.1, 20, or: 0.707)
        return safe
    }
}
