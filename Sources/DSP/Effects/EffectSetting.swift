/// What colours the sound: one effect and its numbers, or none. A new effect gets a case here and a place in `AllEffects`.
public enum EffectSetting: BitwiseCopyable, Equatable, Sendable {
    case none
    case wah(Wah.Setting)
    case delay(Delay.Setting)
    case reverb(Reverb.Setting)
    case chorus(Chorus.Setting)
}

/// Inserts act in this order, then all sends beside each other. The order is also that of the catalogue.
typealias AllEffects = EffectList<Wah, EffectList<Delay, EffectList<Reverb, EffectList<Chorus, EffectListEnd>>>>

extension EffectSetting {
    /// Every effect there is.
    public static let catalogue: [EffectDescriptor] = {
        var all: [EffectDescriptor] = []
        AllEffects.describe(into: &all)
        return all
    }()

    /// The effect called `name` with its defaults; `none` is a name too.
    public init?(name: String) {
        if name == EffectSetting.noneName {
            self = .none
        } else if let descriptor = EffectSetting.catalogue.first(where: { $0.name == name }) {
            self = descriptor.setting
        } else {
            return nil
        }
    }

    /// The name of no effect.
    public static var noneName: String { "none" }

    /// The place in the catalogue; nil for none.
    public var index: Int? { AllEffects.index(of: self, from: 0) }

    /// Both are none, or of one kind, whatever their numbers.
    #if WHOLE_MODULE
        @_noLocks
    #else
        @_semantics("no_performance_analysis")
    #endif
    public func isSameEffect(as other: EffectSetting) -> Bool { (index ?? -1) == (other.index ?? -1) }

    /// Nil for none.
    public var descriptor: EffectDescriptor? { index.map { EffectSetting.catalogue[$0] } }

    /// The word of map files, records and the command line.
    public var name: String { descriptor?.name ?? EffectSetting.noneName }

    /// In the order of the descriptor's parameters; for none all zero, and setting them changes nothing.
    public var values: SIMD8<Float> {
        get { AllEffects.values(of: self) }
        set { if let descriptor { self = descriptor.setting(newValue) } }
    }

    /// How much of it is heard, 0…1; for none 0.
    public var wet: Float {
        get { values[0] }
        set { values[0] = newValue }
    }
}
