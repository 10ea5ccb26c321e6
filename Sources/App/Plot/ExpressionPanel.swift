import Mood

/// The five expressions as lines, in percent.
struct ExpressionPanel: PlotPanel {
    let name: String
    /// In the order of their times.
    let looks: [PlotRecord.Look]
    /// Says which colour is which expression; one panel of a plot is enough.
    var hasLegend = false
    let height = 122.0

    func draw(in frame: PlotFrame, _ svg: inout SVG) {
        let axis = PlotAxis(
            low: 0, high: 1, ticks: [0, 0.25, 0.5, 0.75, 1].map { PlotAxis.Tick(value: $0, label: PlotAxis.number($0 * 100)) })
        frame.drawGrid(axis, &svg)
        let means = ExpressionPanel.means(of: looks, until: frame.time.high)
        // Looks further apart than this are not joined by a line: nobody knows what was between them.
        let longestGap = max(1.5, 2 * frame.time.high / PlotFrame.columns)
        for expression in Expression.allCases.reversed() {
            var path = SVGPath()
            var last = -Double.infinity
            for look in means {
                if let weights = look.weights {
                    let (x, y) = (frame.x(look.seconds), frame.y(Double(weights[expression]), axis))
                    if look.seconds - last > longestGap { path.dot(x, y) } else { path.line(x, y) }
                }
                last = look.weights == nil ? -.infinity : look.seconds
            }
            svg.path("\(expression.name) line", path)
        }
        if hasLegend { drawLegend(in: frame, &svg) } else { frame.drawName(name, unit: "probability, %", &svg) }
    }

    /// Looks that fall into one column of a plot as one look, which has a face when one of them has.
    static func means(of looks: [PlotRecord.Look], until end: Double) -> [PlotRecord.Look] {
        var means: [PlotRecord.Look] = []
        var column = -1.0
        var faces: Float = 0
        for look in looks where look.seconds < end {
            let next = (look.seconds / end * PlotFrame.columns).rounded(.down)
            if next != column {
                means.append(PlotRecord.Look(seconds: look.seconds, weights: nil))
                (column, faces) = (next, 0)
            }
            guard let weights = look.weights else { continue }
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
