import DSP
import Mood

/// A record cut into the columns of its picture, however many lines it has.
struct PlotColumns {
    struct Reading {
        var column: Int
        /// Mean of the looks that fall into the column; nil when none of them had a face.
        var weights: ExpressionWeights?
    }

    /// Columns into which a look falls, in their order.
    let readings: [Reading]
    /// The named mood of every column; neutral until one is named, as in a session.
    let moods: [Expression]
    /// What sounded last in every column.
    let parameters: [ChainParameters]

    init(_ record: PlotRecord, count: Int) {
        let perSecond = Double(count) / record.seconds
        readings = PlotColumns.readings(of: record.looks, perSecond: perSecond, count: count)
        moods = PlotColumns.newest(
            record.namings.map { (min(Double(count), $0.seconds * perSecond), $0.mood) }, before: .neutral, count: count)
        let perFrame = Double(count) / Double(record.frames)
        parameters = PlotColumns.newest(
            record.replay.changes.map { (min(Double(count), Double($0.outputFrame) * perFrame), $0.parameters) },
            before: record.replay.start, count: count)
    }

    /// The value that was set last in every column.
    static func newest<Value>(_ changes: [(place: Double, value: Value)], before first: Value, count: Int) -> [Value] {
        var pending = changes[...]
        var value = first
        return (0..<count).map { column in
            while let change = pending.first, change.place < Double(column + 1) {
                value = change.value
                pending.removeFirst()
            }
            return value
        }
    }

    static func readings(of looks: [PlotRecord.Look], perSecond: Double, count: Int) -> [Reading] {
        var readings: [Reading] = []
        var sum = ExpressionWeights()
        var faces: Float = 0
        for look in looks {
            let place = look.seconds * perSecond
            guard place < Double(count) else { break }
            if readings.last?.column != Int(place) {
                readings.append(Reading(column: Int(place)))
                (sum, faces) = (ExpressionWeights(), 0)
            }
            guard let weights = look.weights else { continue }
            faces += 1
            var mean = ExpressionWeights()
            for expression in Expression.allCases {
                sum[expression] += weights[expression]
                mean[expression] = sum[expression] / faces
            }
            readings[readings.count - 1].weights = mean
        }
        return readings
    }

    /// Neighbouring columns of equal value.
    static func runs<Value: Equatable>(_ values: [Value]) -> [(columns: Range<Int>, value: Value)] {
        var runs: [(columns: Range<Int>, value: Value)] = []
        var start = 0
        for end in values.indices.dropFirst() where values[end] != values[start] {
            runs.append((start..<end, values[start]))
            start = end
        }
        if let last = values.last { runs.append((start..<values.count, last)) }
        return runs
    }
}
