/// One number of an effect: everything that map files, records, the command line, their help and the clamping know about it.
public struct EffectParameter: Sendable {
    /// What the number counts.
    public enum Unit: Sendable {
        /// A part of the whole, 0…1.
        case share
        case seconds, milliseconds, hertz, decibels
        /// The sharpness of a resonance.
        case q
        /// One of `choices`; the number is its index.
        case choice

        /// With a space in front, for the end of a number; nothing where there is none.
        public var symbol: String {
            switch self {
            case .share, .q, .choice: ""
            case .seconds: " s"
            case .milliseconds: " ms"
            case .hertz: " Hz"
            case .decibels: " dB"
            }
        }
    }

    /// What a parameter is when a map gives it no value of its own and the piece has a beat.
    public enum BeatRule: Sendable {
        /// Seconds: so many beats as they sound.
        case beats(Float)
        /// Hertz: so many cycles a bar.
        case cyclesPerBar(Float)
    }

    /// The word of map files, records and the command line: `rate_hertz`.
    public let key: String
    /// What the number counts.
    public let unit: Unit
    /// What is heard; other values are clamped. A frequency is also kept under 0.45 of the sample rate.
    public let range: ClosedRange<Double>
    /// Its value where nothing is said; for a choice, the index.
    public let defaultValue: Float
    /// The names of a choice, else none.
    public let choices: [String]
    /// Nil: the beat does not move it.
    public let beatRule: BeatRule?
    /// What it does, in a few words without a full stop.
    public let meaning: String

    /// A number within `range`.
    public static func number(
        _ key: String, _ unit: Unit, _ range: ClosedRange<Double>, default defaultValue: Float, beat: BeatRule? = nil,
        _ meaning: String
    ) -> EffectParameter {
        EffectParameter(
            key: key, unit: unit, range: range, defaultValue: defaultValue, choices: [], beatRule: beat, meaning: meaning)
    }

    /// The first of `names` is the default.
    public static func choice(_ key: String, _ names: [String], _ meaning: String) -> EffectParameter {
        EffectParameter(
            key: key, unit: .choice, range: 0...Double(names.count - 1), defaultValue: 0, choices: names, beatRule: nil,
            meaning: meaning)
    }

    /// The first parameter of every effect.
    public static func wet(default defaultValue: Float) -> EffectParameter {
        number("wet", .share, 0...1, default: defaultValue, "how much of it is heard; 0 is the sound as it was")
    }

    /// The value that `beatRule` gives; nil without a rule. `beatSeconds`: of a beat as it sounds.
    public func value(beatSeconds: Float, beatsPerBar: Int) -> Float? {
        switch beatRule {
        case .beats(let beats): beats * beatSeconds
        case .cyclesPerBar(let cycles): cycles / (beatSeconds * Float(max(beatsPerBar, 1)))
        case nil: nil
        }
    }
}

/// The ranges of an effect's parameters at one sample rate, as vectors: made at set-up, used on the audio path.
public struct ParameterBounds: BitwiseCopyable, Sendable {
    private var lowest = SIMD8<Float>()
    private var highest = SIMD8<Float>()
    private var defaults = SIMD8<Float>()

    /// At most eight parameters; `rate` in Hz.
    public init(_ parameters: [EffectParameter], rate: Double) {
        for (index, parameter) in parameters.enumerated() {
            var top = parameter.range.upperBound
            if case .hertz = parameter.unit { top = min(top, Double(Float(rate * 0.45))) }
            lowest[index] = Float(parameter.range.lowerBound)
            highest[index] = Float(top)
            defaults[index] = min(parameter.defaultValue, highest[index])
        }
    }

    /// Usable whatever arrived: not-a-number becomes the default, the rest is kept inside its range; lanes without a
    /// parameter become 0.
    @_noLocks
    public func clamped(_ values: SIMD8<Float>) -> SIMD8<Float> {
        var safe = defaults.replacing(with: values, where: values .== values)
        safe = safe.replacing(with: lowest, where: safe .< lowest)
        return safe.replacing(with: highest, where: safe .> highest)
    }
}
