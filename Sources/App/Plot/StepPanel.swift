/// A parameter that keeps its value until the next change.
struct StepPanel: PlotPanel {
    let name: String
    let unit: String
    /// One for every column.
    let values: [Double]
    let axis: PlotAxis
    let height = 60.0

    func draw(in frame: PlotFrame, _ svg: inout SVG) {
        frame.drawGrid(axis, &svg)
        svg.path("data line", StepPanel.path(values, axis, in: frame))
        frame.drawName(name, unit: unit, &svg)
    }

    /// Level strokes, joined by upright ones; nil leaves a gap.
    static func path(_ values: [Double?], _ axis: PlotAxis, in frame: PlotFrame) -> SVGPath {
        var path = SVGPath()
        var isOpen = false
        for run in PlotColumns.runs(values) {
            if let value = run.value {
                let y = frame.y(value, axis)
                if isOpen { path.vertical(to: y) } else { path.move(frame.x(column: Double(run.columns.lowerBound)), y) }
                path.horizontal(to: frame.x(column: Double(run.columns.upperBound)))
            }
            isOpen = run.value != nil
        }
        return path
    }
}
