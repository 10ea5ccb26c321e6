import Capture
import FoundationEssentials
import Glibc
import Mood

/// The output of `app watch SRC --json`, as its plot needs it.
struct WatchRecord {
    struct Picture {
        /// Counted from the first line.
        var seconds: Double
        /// As read, and `smoothed`; nil without a face.
        var read: ExpressionWeights?
        var smoothed: ExpressionWeights?
        var mood: Expression
        var faces: [Int]
        /// The ones that count for the probabilities.
        var readFaces: Set<Int>
        /// Processor time of finding and reading.
        var milliseconds: Double
    }

    private(set) var pictures: [Picture] = []
    /// To the end of the last picture, which lasts as long as the one before it.
    let seconds: Double

    /// Whether the text is the output of `watch` rather than a session.
    static func isWatch(_ text: String) -> Bool { text.first { !$0.isWhitespace } == "{" }

    init(parsing text: String, path: String) throws(LeitmotifError) {
        let decoder = JSONDecoder()
        var start: Double?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() where !line.isEmpty {
            guard let parsed = try? decoder.decode(WatchLine.self, from: Data(line.utf8)),
                let picture = WatchRecord.picture(parsed, start: start ?? parsed.seconds, after: pictures.last?.seconds ?? 0)
            else {
                throw LeitmotifError(
                    .damaged, "read watch", path, "line \(index + 1) is damaged: \(line.prefix(60))",
                    next: "give what app watch SRC --json wrote")
            }
            start = start ?? parsed.seconds
            pictures.append(picture)
        }
        guard let last = pictures.last, pictures.count > 1, last.seconds > 0 else {
            throw LeitmotifError(
                .damaged, "plot watch", path, "there are not two pictures in it", next: "watch a video or a folder")
        }
        seconds = last.seconds + max(last.seconds - pictures[pictures.count - 2].seconds, 1e-3)
    }

    private static func picture(_ line: WatchLine, start: Double, after previous: Double) -> Picture? {
        let seconds = line.seconds - start
        guard seconds.isFinite, seconds >= previous, seconds <= PlotRecord.longestSeconds, let mood = Expression(name: line.mood),
            let smoothed = weights(line.weights)
        else { return nil }
        let read = weights(line.probabilities)
        guard line.probabilities.isEmpty || read != nil else { return nil }
        let milliseconds = (line.milliseconds["detect"] ?? 0) + (line.milliseconds["read"] ?? 0)
        guard milliseconds.isFinite, milliseconds >= 0 else { return nil }
        return Picture(
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

    /// The strongest expression of every picture; without a face, the one before.
    var labels: [Expression] {
        var label = Expression.neutral
        return pictures.map { picture in
            label = picture.read?.strongest ?? label
            return label
        }
    }

    /// What the prototype would have named.
    var majorities: [Expression] {
        var rule = MajorityOfTen()
        var named = Expression.neutral
        return pictures.map { picture in
            if let read = picture.read { named = rule.add(read.strongest) }
            return named
        }
    }

    func switchesPerMinute(_ names: [Expression]) -> Double {
        Double(zip(names, names.dropFirst()).count { $0 != $1 }) / seconds * 60
    }
}
