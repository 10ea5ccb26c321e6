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
    public var kind: FilterKind
    public var cutoffHertz: Float
    public var q: Float

    public init(kind: FilterKind = .none, cutoffHertz: Float = 1000, q: Float = 0.707) {
        self.kind = kind
        self.cutoffHertz = cutoffHertz
        self.q = q
    }
}

public enum EffectKind: UInt8, BitwiseCopyable, Equatable, Sendable {
    case none, reverb, delay, wah

    /// The words of map files, records and the command line.
    public var name: String {
        switch self {
        case .none: "none"
        case .reverb: "reverb"
        case .delay: "delay"
        case .wah: "wah"
        }
    }

    public init?(name: String) {
        switch name {
        case "none": self = .none
        case "reverb": self = .reverb
        case "delay": self = .delay
        case "wah": self = .wah
        default: return nil
        }
    }

    // `==` goes through generic code that `@_noLocks` refuses.
    var isWah: Bool { @_noLocks get { if case .wah = self { true } else { false } } }
    var isDelay: Bool { @_noLocks get { if case .delay = self { true } else { false } } }
    var isReverb: Bool { @_noLocks get { if case .reverb = self { true } else { false } } }
}

/// What moves the wah between its two ends.
public enum WahMover: UInt8, BitwiseCopyable, Equatable, Sendable {
    /// A sine of so many sweeps a second.
    case oscillator
    /// The loudness of what goes through it: a stroke opens it, silence closes it.
    case envelope

    /// The words of map files and records.
    public var name: String {
        switch self {
        case .oscillator: "oscillator"
        case .envelope: "envelope"
        }
    }

    public init?(name: String) {
        switch name {
        case "oscillator": self = .oscillator
        case "envelope": self = .envelope
        default: return nil
        }
    }

    var isEnvelope: Bool { @_noLocks get { if case .envelope = self { true } else { false } } }
}

/// What colours the sound; only the numbers of its own kind matter.
/// wet 0…1; reverb 0.1…20 s; delay 1 ms…2 s, feedback 0…0.95; wah 40 Hz…0.45 of the rate, q 0.3…20, 0.01…20 Hz (when an
/// oscillator moves it), sensitivity −40…40 dB (when the envelope does; 0 suits a piece mastered loud, quiet ones want more).
public struct EffectSetting: BitwiseCopyable, Equatable, Sendable {
    public var kind: EffectKind
    public var wet: Float
    public var reverbSeconds: Float
    public var delaySeconds: Float
    public var delayFeedback: Float
    public var wahLowHertz: Float
    public var wahHighHertz: Float
    public var wahQ: Float
    public var wahRateHertz: Float
    public var wahMover: WahMover
    public var wahSensitivityDecibels: Float

    public init(
        kind: EffectKind = .none, wet: Float = 0.35, reverbSeconds: Float = 2, delaySeconds: Float = 0.35,
        delayFeedback: Float = 0.35, wahLowHertz: Float = 400, wahHighHertz: Float = 2200, wahQ: Float = 3,
        wahRateHertz: Float = 0.5, wahMover: WahMover = .oscillator, wahSensitivityDecibels: Float = 0
    ) {
        self.kind = kind
        self.wet = wet
        self.reverbSeconds = reverbSeconds
        self.delaySeconds = delaySeconds
        self.delayFeedback = delayFeedback
        self.wahLowHertz = wahLowHertz
        self.wahHighHertz = wahHighHertz
        self.wahQ = wahQ
        self.wahRateHertz = wahRateHertz
        self.wahMover = wahMover
        self.wahSensitivityDecibels = wahSensitivityDecibels
    }
}

/// Everything a mood says about the sound. semitones −12…12, tempo 0.1…5, gain −60…24 dB, of which −60 is silence.
public struct ChainParameters: BitwiseCopyable, Equatable, Sendable {
    public var semitones: Float
    public var tempo: Double
    public var filter: FilterSetting
    public var effect: EffectSetting
    public var gainDecibels: Float

    public init(
        semitones: Float = 0, tempo: Double = 1, filter: FilterSetting = FilterSetting(),
        effect: EffectSetting = EffectSetting(), gainDecibels: Float = 0
    ) {
        self.semitones = semitones
        self.tempo = tempo
        self.filter = filter
        self.effect = effect
        self.gainDecibels = gainDecibels
    }
}

/// A number that is usable whatever arrived: NaN becomes `fallback`, the rest is kept inside `low`…`high`.
@_noLocks
func tamed(_ number: Double, _ low: Double, _ high: Double, or fallback: Double) -> Double {
    number.isNaN ? fallback : (number < low ? low : (number > high ? high : number))
}

@_noLocks
func tamed(_ number: Float, _ low: Float, _ high: Float, or fallback: Float) -> Float {
    Float(tamed(Double(number), Double(low), Double(high), or: Double(fallback)))
}

extension ChainParameters {
    /// The same parameters inside their documented ranges; frequencies also under 0.45 of `rate`.
    @_noLocks
    public func tamed(rate: Double) -> ChainParameters {
        let top = Float(rate * 0.45)
        var safe = self
        safe.semitones = DSP.tamed(semitones, -12, 12, or: 0)
        safe.tempo = DSP.tamed(tempo, 0.1, 5, or: 1)
        safe.gainDecibels = DSP.tamed(gainDecibels, -60, 24, or: 0)
        safe.filter.cutoffHertz = DSP.tamed(filter.cutoffHertz, 10, top, or: 1000)
        safe.filter.q = DSP.tamed(filter.q, 0.1, 20, or: 0.707)
        safe.effect.wet = DSP.tamed(effect.wet, 0, 1, or: 0)
        safe.effect.reverbSeconds = DSP.tamed(effect.reverbSeconds, 0.1, 20, or: 2)
        safe.effect.delaySeconds = DSP.tamed(effect.delaySeconds, 0.001, 2, or: 0.35)
        safe.effect.delayFeedback = DSP.tamed(effect.delayFeedback, 0, 0.95, or: 0)
        safe.effect.wahLowHertz = DSP.tamed(effect.wahLowHertz, 40, top, or: 400)
        safe.effect.wahHighHertz = DSP.tamed(effect.wahHighHertz, 40, top, or: 2200)
        safe.effect.wahQ = DSP.tamed(effect.wahQ, 0.3, 20, or: 3)
        safe.effect.wahRateHertz = DSP.tamed(effect.wahRateHertz, 0.01, 20, or: 0.5)
        safe.effect.wahSensitivityDecibels = DSP.tamed(effect.wahSensitivityDecibels, -40, 40, or: 0)
        return safe
    }
}
