import DSP
import FoundationEssentials
import Glibc
import Mood
import Session

/// The state of a session in one line of text.
struct StatusText {
    private let snapshot: Snapshot
    private let columns: Int

    init(_ snapshot: Snapshot, columns: Int) {
        self.snapshot = snapshot
        self.columns = columns
    }

    /// With bars, cut to the terminal's width.
    var text: String { String(parts(bars: true).joined(separator: " │ ").prefix(max(columns - 1, 0))) }

    /// Without bars, for a pipe.
    var plain: String { parts(bars: false).joined(separator: " | ") }

    private func parts(bars: Bool) -> [String] {
        let mood = snapshot.mood.name.uppercased()
        // What a narrow terminal cuts off is what matters least.
        let face = bars ? [mood, sight, self.bars] : [sight, numbers, mood]
        let parts = [StatusText.clock(snapshot.seconds)] + face + [
            StatusText.music(of: snapshot), "at \(StatusText.clock(snapshot.songSeconds))",
            String(printf: "sound %.1f %% sight %.0f ms", snapshot.player.share * 100, sightMilliseconds),
            snapshot.faceToEar.map { String(printf: "ear %.0f ms", $0.total * 1000) } ?? "",
            "xruns \(snapshot.player.xruns)",
            snapshot.reliefs.isEmpty ? "" : "relief " + snapshot.reliefs.map(\.name).joined(separator: " "),
        ]
        return parts.filter { !$0.isEmpty }
    }

    /// The state, what to do about it, and how many faces there are when there are several.
    private var sight: String {
        let faces = snapshot.sight?.faces.count ?? 0
        let state = snapshot.state.advice.map { "\(snapshot.state.name): \($0)" } ?? snapshot.state.name
        return faces > 1 ? "\(state) (\(faces) faces)" : state
    }

    private var sightMilliseconds: Double { snapshot.sight.map { $0.detectMilliseconds + $0.readMilliseconds } ?? 0 }

    private var bars: String {
        let steps = Array(" ▁▂▃▄▅▆▇█")
        return Expression.allCases.map { expression in
            "\(expression.name.prefix(3))\(steps[min(max(Int((snapshot.weights[expression] * 8).rounded()), 0), 8)])"
        }.joined(separator: " ")
    }

    private var numbers: String {
        Expression.allCases.map { $0.name + String(printf: " %.2f", snapshot.weights[$0]) }.joined(separator: " ")
    }

    /// The map, and what sounds now.
    static func music(of snapshot: Snapshot) -> String {
        let parameters = snapshot.parameters
        let key = String(printf: "%+.0f", parameters.semitones)
        var words = [snapshot.map, String(printf: "tempo %.2f key ", parameters.tempo) + key].filter { !$0.isEmpty }
        if parameters.filter.kind != .none {
            words.append("\(parameters.filter.kind.name) \(Int(parameters.filter.cutoffHertz))")
        }
        if let effect = parameters.effect.descriptor { words.append(effect.name) }
        if let share = snapshot.analysisShare { words.append(String(printf: "analysing %.0f %%", share * 100)) }
        return words.joined(separator: " ")
    }

    static func clock(_ seconds: Double) -> String {
        let whole = Int(seconds.isFinite ? seconds : 0)
        return String(printf: "%d:%02d", whole / 60, whole % 60)
    }
}
