import Mood

/// The five expressions as lines, in percent.
struct ExpressionPanel: PlotPanel {
    let name: String
    /// In ascending order of time.
    let readings: [PlotRecord.Reading]
    /// A legend of colours; one panel of a plot needs it.
    var hasLegend = false
    let height = 122.0

    func draw(in frame: PlotFrame, _ svg: inout SVG) {
        let axis = PlotAxis(
            low: 0, high: 1, ticks: [0, 0.25, 0.5, 0.75, 1].map { PlotAxis.Tick(value: $0, label: PlotAxis.number($0 * 100)) })
        frame.drawGrid(axis, &svg)
        let means = ExpressionPanel.means(of: readings, until: frame.time.high)
        // Readings further apart than this are not joined by a line: what was between them is unknown.
        let longestGap = max(1.5, 2 * frame.time.high / PlotFrame.columns)
        for expression in Expression.allCases.reversed() {
            var path = SVGPath()
            var last = -Double.infinity
            for reading in means {
                if let weights = reading.weights {
                    let (x, y) = (frame.x(reading.seconds), frame.y(Double(weights[expression]), axis))
                    if reading.seconds - last > longestGap { path.dot(x, y) } else { path.line(x, y) }
                }
                last = reading.weights == nil ? -.infinity : reading.seconds
            }
            svg.path("\(expression.name) line", path)
        }
        if hasLegend { drawLegend(in: frame, &svg) } else { frame.drawName(name, unit: "probability, %", &svg) }
    }

    /// Averages the readings within each column of a plot; the mean has a face when one of them has.
    static func means(of readings: [PlotRecord.Reading], until end: Double) -> [PlotRecord.Reading] {
        var means: [PlotRecord.Reading] = []
        var column = -1.0
        var faces: Float = 0
        for reading in readings where reading.seconds < end {
            let next = (reading.seconds / end * PlotFrame.columns).rounded(.down)
            if next != column {
                means.append(PlotRecord.Reading(seconds: reading.seconds, weights: nil))
                (column, faces) = (next, 0)
            }
            guard let weights = reading.weights else { continue }
            faces += 1
            var mean = means.last!.weights ?? ExpressionWeights()
            for expression in Expression.allCases { mean[expression] += (weights[expression] - mean[expression]) / faces }
            means[means.count - 1].weights = mean
        }
        return means
    }

    private func drawLegend(in frame: PlotFrame, _ svg: inout SVG) {
        frame.drawName(name, unit: "probability, %", middle: frame.top + 14.5, &svg)
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
