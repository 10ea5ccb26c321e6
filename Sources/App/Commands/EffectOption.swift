import ArgumentParser
import DSP
import Session

/// `--effect NAME` or `--effect NAME:KEY=VALUE,…`; names, keys and ranges come from the catalogue of effects.
enum EffectOption {
    static func setting(_ text: String) throws -> EffectSetting {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let named = EffectSetting(name: String(parts[0])) else {
            let names = EffectSetting.catalogue.map(\.name).joined(separator: ", ")
            throw ValidationError("--effect '\(text)': choose \(names) or \(EffectSetting.noneName)")
        }
        guard parts.count == 2 else { return named }
        var setting = named
        for word in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
            let pair = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let parameters = named.descriptor?.parameters ?? []
            guard pair.count == 2, let index = parameters.firstIndex(where: { $0.key == pair[0] }) else {
                let keys = parameters.map { "\($0.key)=" }.joined(separator: ", ")
                let choice = keys.isEmpty ? "none" : keys
                throw ValidationError("--effect '\(text)': '\(word)' is not a key of \(named.name); choose \(choice)")
            }
            guard let value = parameters[index].value(of: pair[1]), isWithin(value, pair[1], parameters[index]) else {
                throw ValidationError("--effect '\(text)': \(pair[0]) must be \(allowed(parameters[index]))")
            }
            setting.values[index] = value
        }
        return setting
    }

    /// Checks the number as typed: 0.1 rounded to a Float is above 0.1.
    private static func isWithin(_ value: Float, _ text: Substring, _ parameter: EffectParameter) -> Bool {
        parameter.range.contains(Double(text) ?? Double(value))
    }

    private static func allowed(_ parameter: EffectParameter) -> String {
        if !parameter.choices.isEmpty { return parameter.choices.joined(separator: " or ") }
        return "\(parameter.range.lowerBound.short)…\(parameter.range.upperBound.short)\(parameter.unit.symbol)"
    }

    /// A line for each effect and for each of its keys.
    static var help: String {
        EffectSetting.catalogue.map { effect in
            let keys = effect.parameters.map { parameter in
                var standard = parameter.text(parameter.defaultValue)
                if standard.hasSuffix(".0") { standard.removeLast(2) }
                return "  \(parameter.key)=\(standard)  \(allowed(parameter)): \(parameter.meaning)"
            }
            return (["\(effect.name): \(effect.meaning)"] + keys).joined(separator: "\n")
        }.joined(separator: "\n")
    }
}
