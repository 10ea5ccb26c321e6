/// Which of some names was probably meant by another one.
enum NearestName {
    /// The fewest letters to insert, leave out, change or exchange with their neighbour; nil where more than a third of them differ.
    static func of(_ name: String, among names: [String]) -> String? {
        let best = names.map { (name: $0, distance: distance(Array(name.utf8), Array($0.utf8))) }.min { $0.distance < $1.distance }
        guard let best, best.distance <= max(1, name.utf8.count / 3) else { return nil }
        return best.name
    }

    /// Optimal string alignment distance, three rows of the table at a time.
    static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
        guard one.count <= 256, other.count <= 256 else { return max(one.count, other.count) }
        var before: [Int] = []
        var last = Array(0...other.count)
        for row in 0..<one.count {
            var current = [row + 1]
            for column in 0..<other.count {
                let isSame = one[row] == other[column]
                var cost = min(last[column + 1] + 1, current[column] + 1, last[column] + (isSame ? 0 : 1))
                if row > 0, column > 0, one[row] == other[column - 1], one[row - 1] == other[column] {
                    cost = min(cost, before[column - 1] + 1)
                }
                current.append(cost)
            }
            (before, last) = (last, current)
        }
        return last[other.count]
    }
}
