import Foundation
import Mood

/// The picture of a watch: what was read, what became of it, the mood it named and what the prototype's rule would have named,
/// who was in sight, and what a picture cost.
struct WatchPicture: PlotSheet {
    static let height = 960
    /// Faces that were there longest; more would be lines nobody can read.
    private static let mostFaces = 8

    let canvas = PlotCanvas(width: PlotSheets.width, height: height)
    let record: WatchRecord
    let time: PlotAxis
    private let count = PlotSheets.right - PlotSheets.left

    init(_ record: WatchRecord) {
        self.record = record
        time = .time(upTo: record.seconds)
    }

    func draw(name: String) {
        drawTitle(name, facts: facts)
        let read = PlotSheets.area(top: 82, bottom: 252)
        drawExpressions(readings(\.read), read)
        drawLegend(read, unit: "as read, %")
        let smoothed = PlotSheets.area(top: 268, bottom: 438)
        drawExpressions(readings(\.smoothed), smoothed)
        drawName(smoothed, "smoothed", unit: "%")
        drawNames(record.looks.map(\.mood), "mood", PlotSheets.area(top: 460, bottom: 488))
        drawNames(record.majorities, "most of 10", PlotSheets.area(top: 512, bottom: 540))
        drawNames(record.labels, "each picture", PlotSheets.area(top: 564, bottom: 592))
        drawFaces(PlotSheets.area(top: 616, bottom: 772))
        let cost = PlotSheets.area(top: 792, bottom: 892)
        drawCost(cost)
        drawTime(below: cost)
    }

    private var facts: String {
        let faces = record.looks.count { $0.read != nil }
        let share = Int((100 * Double(faces) / Double(record.looks.count)).rounded())
        return "\(PlotAxis.number((record.seconds * 10).rounded() / 10)) s, \(record.looks.count) pictures (a face in \(share) %)"
    }

    private var perSecond: Double { Double(count) / record.seconds }

    private func readings(_ part: KeyPath<WatchRecord.Look, ExpressionWeights?>) -> [PlotColumns.Reading] {
        let looks = record.looks.map { PlotRecord.Look(seconds: $0.seconds, weights: $0[keyPath: part]) }
        return PlotColumns.readings(of: looks, perSecond: perSecond, count: count)
    }

    /// A strip of names, and how often it changes.
    private func drawNames(_ names: [Expression], _ title: String, _ area: PlotArea) {
        let places = zip(record.looks, names).map { (place: $0.seconds * perSecond, value: $1) }
        drawMoods(PlotColumns.newest(places, before: names[0], count: count), area)
        drawName(area, title, unit: "\(Int(record.switchesPerMinute(names).rounded())) switches/min")
    }

    /// A line for each of the faces that were there longest, thick where it counted.
    private func drawFaces(_ area: PlotArea) {
        var lengths: [Int: Int] = [:]
        for look in record.looks { for face in look.faces { lengths[face, default: 0] += 1 } }
        let longest = lengths.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(WatchPicture.mostFaces).map(\.key).sorted()
        let ends = record.looks.dropFirst().map(\.seconds) + [record.seconds]
        for (row, face) in longest.enumerated() {
            let middle = area.top + (2 * row + 1) * area.height / (2 * max(longest.count, 1))
            for (look, end) in zip(record.looks, ends) where look.faces.contains(face) {
                let half = look.readFaces.contains(face) ? 3 : 1
                // A picture without a successor nearby does not fill the gap.
                let right = x(min(end, look.seconds + 1.5))
                let bar = PlotArea(left: Int(x(look.seconds)), top: middle - half, right: Int(right.rounded(.up)), bottom: middle + half)
                canvas.fill(bar, half > 1 ? .line : .rule)
            }
            canvas.write("\(face)", x: Double(area.left - 10), middle: Double(middle), size: 1.6, .quietInk, align: .right)
        }
        canvas.frame(area, .rule)
        let more = lengths.count - longest.count
        drawName(area, "faces", unit: more > 0 ? "and \(more) short ones" : "thick: read")
    }

    /// The costliest picture of every column.
    private func drawCost(_ area: PlotArea) {
        var worst = [Double?](repeating: nil, count: count)
        for look in record.looks {
            let column = min(Int(look.seconds * perSecond), count - 1)
            worst[column] = max(worst[column] ?? 0, look.milliseconds)
        }
        let axis = PlotAxis(
            low: 0.05, high: 200, isLogarithmic: true,
            ticks: [0.1, 1, 10, 100].map { PlotAxis.Tick(value: $0, label: PlotAxis.number($0)) })
        drawGrid(area, axis)
        for (column, value) in worst.enumerated() {
            guard let value else { continue }
            let (across, top) = (Double(area.left + column) + 0.5, y(value, axis, area))
            canvas.draw([PlotStroke(x0: across, y0: top, x1: across, y1: top)], .line, thickness: 3, in: area)
        }
        canvas.frame(area, .rule)
        drawName(area, "ms a picture", unit: String(format: "median %.2f", median(record.looks.map(\.milliseconds))))
    }
}
