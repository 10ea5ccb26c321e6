import Mood

extension PlotPicture {
    /// Looks further apart than this are not joined by a line: nobody knows what was between them.
    private static let longestGapSeconds = 1.5

    func drawMoods(_ area: PlotArea) {
        drawSpans(columns.moods, area) { ($0.plotColour.mixed(with: PlotColour(0xFFFFFF), share: 0.35), $0.name) }
        drawName(area, "mood", unit: "")
    }

    func drawExpressions(_ area: PlotArea) {
        let axis = PlotAxis(
            low: 0, high: 1, ticks: [0, 0.25, 0.5, 0.75, 1].map { PlotAxis.Tick(value: $0, label: PlotAxis.number($0 * 100)) })
        drawGrid(area, axis)
        let runs = runs()
        for expression in [Expression.neutral, .surprise, .angry, .sad, .happy] {
            for run in runs {
                let points = run.map { (x: Double(area.left + $0.column) + 0.5, y: y(Double($0.weights![expression]), axis, area)) }
                var strokes = zip(points, points.dropFirst()).map { PlotStroke(x0: $0.x, y0: $0.y, x1: $1.x, y1: $1.y) }
                if strokes.isEmpty { strokes = points.map { PlotStroke(x0: $0.x, y0: $0.y, x1: $0.x, y1: $0.y) } }
                canvas.draw(strokes, expression.plotColour, thickness: 2.2, in: area)
            }
        }
        canvas.frame(area, .rule)
        drawLegend(area)
    }

    /// Readings with a face that follow each other closely.
    private func runs() -> [[PlotColumns.Reading]] {
        let longestGap = max(2, PlotPicture.longestGapSeconds / record.seconds * Double(columns.moods.count))
        var runs: [[PlotColumns.Reading]] = []
        var isOpen = false
        for reading in columns.readings {
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

    private func drawLegend(_ area: PlotArea) {
        let left = Double(area.right + 20)
        for (index, expression) in Expression.allCases.enumerated() {
            let middle = Double(area.top + 14 + 26 * index)
            canvas.draw([PlotStroke(x0: left, y0: middle, x1: left + 22, y1: middle)], expression.plotColour, thickness: 4)
            canvas.write(expression.name, x: left + 34, middle: middle)
        }
        canvas.write("probability, %", x: left, middle: Double(area.bottom - 16), .quietInk)
    }
}
