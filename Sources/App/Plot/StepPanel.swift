/// A parameter that is constant between changes, as a step curve.
struct StepPanel: PlotPanel {
    let name: String
    let unit: String
    let values: Stretches<Double>
    let axis: PlotAxis
    let height = 60.0

    func draw(in frame: PlotFrame, _ svg: inout SVG) {
        frame.drawGrid(axis, &svg)
        svg.path("data line", frame.steps(values.map { Optional($0) }, axis))
        frame.drawName(name, unit: unit, &svg)
    }
}
