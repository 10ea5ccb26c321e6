import Mood

/// The five expressions as lines, in percent.
struct ExpressionPanel: PlotPanel {
    let name: String
    let readings: [PlotColumns.Reading]
    /// Says which colour is which expression; one panel of a plot is enough.
    var hasLegend = false
    let height = 122.0

    /// Looks further apart than this are not joined by a line: nobody knows what was between them.
    private static let longestGapSeconds = 1.5

    func draw(in frame: PlotFrame, _ svg: inout SVG) {
        let axis = PlotAxis(
            low: 0, high: 1, ticks: [0, 0.25, 0.5, 0.75, 1].map { PlotAxis.Tick(value: $0, label: PlotAxis.number($0 * 100)) })
        frame.drawGrid(axis, &svg)
        let longestGap = max(2, ExpressionPanel.longestGapSeconds / frame.time.high * Double(PlotFrame.columns))
        for expression in Expression.allCases.reversed() {
            var path = SVGPath()
            for run in runs(longestGap: longestGap) {
                let points = run.map { (x: frame.x(column: Double($0.column) + 0.5), y: frame.y(Double($0.weights[expression]), axis)) }
                if points.count == 1 { path.dot(points[0].x, points[0].y) } else { path.move(points[0].x, points[0].y) }
                for point in points.dropFirst() { path.line(point.x, point.y) }
            }
            svg.path("\(expression.name) line", path)
        }
        if hasLegend { drawLegend(in: frame, &svg) } else { frame.drawName(name, unit: "probability, %", &svg) }
    }

    /// Readings with a face that follow each other closely.
    private func runs(longestGap: Double) -> [[(column: Int, weights: ExpressionWeights)]] {
        var runs: [[(column: Int, weights: ExpressionWeights)]] = []
        var last = -Double.infinity
        for reading in readings {
            guard let weights = reading.weights else {
                last = -.infinity
                continue
            }
            if Double(reading.column) - last > longestGap { runs.append([]) }
            runs[runs.count - 1].append((reading.column, weights))
            last = Double(reading.column)
        }
        return runs
    }

    private func drawLegend(in frame: PlotFrame, _ svg: inout SVG) {
        svg.text("name", name, x: PlotFrame.names, middle: frame.top + 7)
        svg.text("quiet", "probability, %", x: PlotFrame.names, middle: frame.top + 22, size: 11)
        for (index, expression) in Expression.allCases.enumerated() {
            let middle = frame.top + 42 + 17 * Double(index)
            var key = SVGPath()
            key.move(PlotFrame.names + 2, middle)
            key.horizontal(to: PlotFrame.names + 16)
            svg.path("\(expression.name) key", key)
            svg.text("name", expression.name, x: PlotFrame.names + 26, middle: middle)
        }
    }
}
