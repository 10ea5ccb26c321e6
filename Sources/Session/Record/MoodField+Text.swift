import DSP
import Mood

extension MoodField {
    /// A value as a word that `value(of:)` reads back exactly: a number, or the name of a choice.
    public func text(_ value: Double) -> String {
        let names = choiceNames
        guard !names.isEmpty else { return value.rounded() == value && abs(value) < 1e6 ? "\(Int(value))" : "\(value)" }
        return names[value >= 0 && value < Double(names.count) ? Int(value) : 0]
    }

    /// Nil unless it is a finite number, or for a choice the name of one; ranges are not checked.
    public func value(of text: some StringProtocol) -> Double? {
        let names = choiceNames
        if !names.isEmpty { return names.firstIndex { $0 == text }.map(Double.init) }
        guard let number = Double(text), number.isFinite else { return nil }
        return number
    }

    private var choiceNames: [String] {
        guard case .effect(let key) = self else { return choices }
        return EffectSetting.catalogue.flatMap(\.parameters).first { $0.key == key && !$0.choices.isEmpty }?.choices ?? []
    }
}
