import ArgumentParser
import FoundationEssentials
import Glibc
import Mood
import Session

/// Foundation has an `Expression` of its own.
typealias Expression = Mood.Expression

/// Wrong use is reported before anything is opened; every message names the option, the value and what is allowed.
func check(_ value: Double?, _ option: String, in range: ClosedRange<Double>, _ unit: String = "") throws {
    guard let value else { return }
    guard value.isFinite, range.contains(value) else {
        let words = unit.isEmpty ? "" : " \(unit)"
        let limits = "\(range.lowerBound.short)…\(range.upperBound.short)\(words)"
        throw ValidationError("\(option) \(value): not within \(limits); choose a value in that range")
    }
}

func check(_ value: Int, _ option: String, in range: ClosedRange<Int>) throws {
    guard range.contains(value) else {
        let limits = "\(range.lowerBound)…\(range.upperBound)"
        throw ValidationError("\(option) \(value): not within \(limits); choose a value in that range")
    }
}

func checkedExpression(_ name: String) throws -> Expression {
    guard let expression = Expression(name: name) else {
        let names = Expression.allCases.map(\.name).joined(separator: ", ")
        throw ValidationError("expression '\(name)': unknown; choose one of \(names)")
    }
    return expression
}

func checkedQuantise(_ name: String?) throws -> Quantise? {
    guard let name else { return nil }
    guard let quantise = Quantise(name: name) else {
        throw ValidationError("--quantise '\(name)': unknown; choose now, beat or bar")
    }
    return quantise
}

extension Double {
    /// Without the ".0" of whole numbers.
    var short: String { self == rounded() && abs(self) < 1e15 ? String(Int64(self)) : String(self) }
}
