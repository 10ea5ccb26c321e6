import FoundationEssentials
import Glibc

/// The last line of `watch`.
struct WatchSummary {
    private var lines = 0
    private var withFace = 0
    private var ids: Set<Int> = []
    private var moods: [String] = []
    private var times: [[Double]] = [[], [], [], []]

    mutating func add(_ line: WatchLine) {
        lines += 1
        if !line.probabilities.isEmpty { withFace += 1 }
        ids.formUnion(line.faces.map(\.id))
        if moods.last != line.mood { moods.append(line.mood) }
        let stages = ["decode", "detect", "read"].map { line.milliseconds[$0] ?? 0 }
        for (index, value) in (stages + [stages[1] + stages[2]]).enumerated() { times[index].append(value) }
    }

    var words: String {
        guard lines > 0 else { return "no picture" }
        let middle = times.map { String(printf: "%.2f", median($0)) }
        return "\(lines) pictures, a face read in \(withFace), "
            + "\(ids.count) face\(ids.count == 1 ? "" : "s") in all, \(max(moods.count - 1, 0)) changes of mood; "
            + "median ms a picture: \(middle[3]) (find \(middle[1]), read \(middle[2])), decode \(middle[0])"
    }
}
