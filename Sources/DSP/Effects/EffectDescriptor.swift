/// What is known of an effect without making one.
public struct EffectDescriptor: Sendable {
    /// The word of map files, records and the command line.
    public let name: String
    /// Half a sentence.
    public let meaning: String
    /// In the order of the values of a setting; the first is always `wet`.
    public let parameters: [EffectParameter]
    /// In the catalogue.
    private let index: Int

    init<One: Effect & ~Copyable>(_: One.Type, index: Int) {
        self.index = index
        name = One.name
        meaning = One.meaning
        parameters = One.parameters
    }

    /// The effect with these numbers, unclamped.
    public func setting(_ values: SIMD8<Float>) -> EffectSetting { AllEffects.setting(at: index, values) }

    /// The effect with its defaults.
    public var setting: EffectSetting {
        var values = SIMD8<Float>()
        for (index, parameter) in parameters.enumerated() { values[index] = parameter.defaultValue }
        return setting(values)
    }

    /// The place of a parameter among the values.
    public func index(of key: String) -> Int? { parameters.firstIndex { $0.key == key } }
}
