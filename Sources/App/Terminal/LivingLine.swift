import DSP
import Foundation
import Mood
import Session

/// The state of a session in one line.
struct LivingLine {
    private let status: LiveStatus
    private let columns: Int

    init(_ status: LiveStatus, columns: Int) {
        self.status = status
        self.columns = columns
    }

    /// With bars, cut to the terminal's width.
    var text: String { String(parts(bars: true).joined(separator: " │ ").prefix(columns - 1)) }

    /// Without bars, for a pipe.
    var plain: String { parts(bars: false).joined(separator: " | ") }

    private func parts(bars: Bool) -> [String] {
        [
            clock(status.seconds), sight, bars ? self.bars : numbers, status.mood.name.uppercased(), music,
            "at \(clock(status.songSeconds))",
            String(format: "sound %.1f %% sight %.0f ms", status.playerShare * 100, status.detectMilliseconds + status.readMilliseconds),
            "xruns \(status.xruns)",
        ]
    }

    /// The state, and how many others there are.
    private var sight: String { status.faces > 1 ? "\(status.state.name) (\(status.faces) faces)" : status.state.name }

    private var bars: String {
        let steps = Array(" ▁▂▃▄▅▆▇█")
        return Expression.allCases.map { expression in
            "\(expression.name.prefix(3))\(steps[min(max(Int((status.weights[expression] * 8).rounded()), 0), 8)])"
        }.joined(separator: " ")
    }

    private var numbers: String {
        Expression.allCases.map { String(format: "%@ %.2f", $0.name, status.weights[$0]) }.joined(separator: " ")
    }

    private var music: String {
        let parameters = status.parameters
        let key = String(format: "%+.0f", parameters.semitones)
        var words = [status.map, String(format: "tempo %.2f key %@", parameters.tempo, key)].filter { !$0.isEmpty }
        if parameters.filter.kind != .none {
            words.append("\(parameters.filter.kind.name) \(Int(parameters.filter.cutoffHertz))")
        }
        if let effect = parameters.effect.descriptor { words.append(effect.name) }
        if let share = status.studyShare { words.append(String(format: "listening %.0f %%", share * 100)) }
        return words.joined(separator: " ")
    }

    private func clock(_ seconds: Double) -> String {
        let whole = Int(seconds.isFinite ? seconds : 0)
        return String(format: "%d:%02d", whole / 60, whole % 60)
    }
}
