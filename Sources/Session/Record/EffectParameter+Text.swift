import DSP

extension EffectParameter {
    /// A value as a word that `value(of:)` reads back exactly.
    public func text(_ value: Float) -> String {
        guard !choices.isEmpty else { return "\(value)" }
        return choices[value >= 0 && value < Float(choices.count) ? Int(value) : 0]
    }

    /// Nil unless it is a finite number, or for a choice the name of one; ranges are not checked.
    public func value(of text: some StringProtocol) -> Float? {
        if !choices.isEmpty { return choices.firstIndex { $0 == text }.map(Float.init) }
        guard let number = Float(text), number.isFinite else { return nil }
        return number
    }
}
