import Foundation

/// What finding and reading cost: a dot for the costliest picture of every column.
struct CostPanel: PlotPanel {
    let record: WatchRecord
    let height = 76.0

    func draw(in frame: PlotFrame, _ svg: inout SVG) {
        var worst = [Double?](repeating: nil, count: PlotFrame.columns)
        for look in record.looks {
            let column = min(Int(look.seconds / record.seconds * Double(worst.count)), worst.count - 1)
            worst[column] = max(worst[column] ?? 0, look.milliseconds)
        }
        let axis = PlotAxis(
            low: 0.05, high: 200, isLogarithmic: true,
            ticks: [0.1, 1, 10, 100].map { PlotAxis.Tick(value: $0, label: PlotAxis.number($0)) })
        frame.drawGrid(axis, &svg)
        var dots = SVGPath()
        for (column, cost) in worst.enumerated() {
            if let cost { dots.dot(frame.x(column: Double(column) + 0.5), frame.y(cost, axis)) }
        }
        svg.path("data dots", dots)
        frame.drawName("ms a picture", unit: String(format: "median %.2f", median(record.looks.map(\.milliseconds))), &svg)
    }
}
