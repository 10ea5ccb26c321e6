import Mood

extension PlotSheet {
    /// Looks further apart than this are not joined by a line: nobody knows what was between them.
    private var longestGapSeconds: Double { 1.5 }

    /// The five as lines, in percent.
    func drawExpressions(_ readings: [PlotColumns.Reading], _ area: PlotArea) {
        let axis = PlotAxis(
            low: 0, high: 1, ticks: [0, 0.25, 0.5, 0.75, 1].map { PlotAxis.Tick(value: $0, label: PlotAxis.number($0 * 100)) })
        drawGrid(area, axis)
        let runs = runs(readings, longestGap: max(2, longestGapSeconds / time.high * Double(area.width)))
        for expression in [Expression.neutral, .surprise, .angry, .sad, .happy] {
            for run in runs {
                let points = run.map { (x: Double(area.left + $0.column) + 0.5, y: y(Double($0.weights![expression]), axis, area)) }
                var strokes = zip(points, points.dropFirst()).map { PlotStroke(x0: $0.x, y0: $0.y, x1: $1.x, y1: $1.y) }
                if strokes.isEmpty { strokes = points.map { PlotStroke(x0: $0.x, y0: $0.y, x1: $0.x, y1: $0.y) } }
                canvas.draw(strokes, expression.plotColour, thickness: 2.2, in: area)
            }
        }
        canvas.frame(area, .rule)
    }

    /// Readings with a face that follow each other closely.
    private func runs(_ readings: [PlotColumns.Reading], longestGap: Double) -> [[PlotColumns.Reading]] {
        var runs: [[PlotColumns.Reading]] = []
        var isOpen = false
        for reading in readings {
            guard reading.weights != nil else {
                isOpen = false
                continue
            }
            if isOpen, let last = runs.last?.last, Double(reading.column - last.column) <= longestGap {
                runs[runs.count - 1].append(reading)
            } else {
                runs.append([reading])
            }
            isOpen = true
        }
        return runs
    }

    func drawLegend(_ area: PlotArea, unit: String) {
        let left = Double(area.right + 20)
        for (index, expression) in Expression.allCases.enumerated() {
            let middle = Double(area.top + 14 + 26 * index)
            canvas.draw([PlotStroke(x0: left, y0: middle, x1: left + 22, y1: middle)], expression.plotColour, thickness: 4)
            canvas.write(expression.name, x: left + 34, middle: middle)
        }
        canvas.write(unit, x: left, middle: Double(area.bottom - 16), .quietInk)
    }

    func drawMoods(_ moods: [Expression], _ area: PlotArea) {
        drawSpans(moods, area) { ($0.plotColour.mixed(with: PlotColour(0xFFFFFF), share: 0.35), $0.name) }
    }
}
