import Capture
import Foundation
import Mood

/// What `app watch SRC --json` wrote, as its picture needs it.
struct WatchRecord {
    struct Look {
        /// From the first line on.
        var seconds: Double
        /// As read, and smoothed; nil without a face.
        var read: ExpressionWeights?
        var smoothed: ExpressionWeights?
        var mood: Expression
        var faces: [Int]
        /// Those that count for the probabilities.
        var readFaces: Set<Int>
        /// Finding and reading.
        var milliseconds: Double
    }

    private(set) var looks: [Look] = []
    /// Until the end of the last picture, which lasts as long as the one before it.
    let seconds: Double

    /// True when the text can only be that, and no session.
    static func isWatch(_ text: String) -> Bool { text.first { !$0.isWhitespace } == "{" }

    init(parsing text: String, path: String) throws(LeitmotifError) {
        let decoder = JSONDecoder()
        var begin: Double?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() where !line.isEmpty {
            guard let parsed = try? decoder.decode(WatchLine.self, from: Data(line.utf8)),
                let look = WatchRecord.look(parsed, begin: begin ?? parsed.seconds, after: looks.last?.seconds ?? 0)
            else {
                throw LeitmotifError(
                    .damaged, "read watch", path, "line \(index + 1) is damaged: \(line.prefix(60))", next: "give what app watch SRC --json wrote")
            }
            begin = begin ?? parsed.seconds
            looks.append(look)
        }
        guard let last = looks.last, looks.count > 1, last.seconds > 0 else {
            throw LeitmotifError(.damaged, "plot watch", path, "there are not two pictures in it", next: "watch a video or a folder")
        }
        seconds = last.seconds + max(last.seconds - looks[looks.count - 2].seconds, 1e-3)
    }

    private static func look(_ line: WatchLine, begin: Double, after previous: Double) -> Look? {
        let seconds = line.seconds - begin
        guard seconds.isFinite, seconds >= previous, seconds <= PlotRecord.longestSeconds, let mood = Expression(name: line.mood),
            let smoothed = weights(line.weights)
        else { return nil }
        let read = weights(line.probabilities)
        guard line.probabilities.isEmpty || read != nil else { return nil }
        let milliseconds = (line.milliseconds["detect"] ?? 0) + (line.milliseconds["read"] ?? 0)
        guard milliseconds.isFinite, milliseconds >= 0 else { return nil }
        return Look(
            seconds: seconds, read: read, smoothed: read == nil ? nil : smoothed, mood: mood, faces: line.faces.map(\.id),
            readFaces: Set(line.faces.filter(\.read).map(\.id)), milliseconds: milliseconds)
    }

    private static func weights(_ words: [String: Double]) -> ExpressionWeights? {
        var weights = ExpressionWeights()
        for expression in Expression.allCases {
            guard let number = words[expression.name], (-0.01...1.01).contains(number) else { return nil }
            weights[expression] = Float(number)
        }
        return weights
    }

    /// The strongest expression of every picture with a face; the one before where there is none.
    var labels: [Expression] {
        var label = Expression.neutral
        return looks.map { look in
            label = look.read?.strongest ?? label
            return label
        }
    }

    /// What the prototype would have named.
    var majorities: [Expression] {
        var rule = MajorityOfTen()
        var named = Expression.neutral
        return looks.map { look in
            if let read = look.read { named = rule.add(read.strongest) }
            return named
        }
    }

    func switchesPerMinute(_ names: [Expression]) -> Double {
        Double(zip(names, names.dropFirst()).count { $0 != $1 }) / seconds * 60
    }
}
