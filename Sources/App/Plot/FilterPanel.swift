import DSP

/// The filter's cutoff; what it lets pass is tinted.
struct FilterPanel: PlotPanel {
    /// One for every column.
    let filters: [FilterSetting]
    let height = 72.0

    func draw(in frame: PlotFrame, _ svg: inout SVG) {
        let axis = PlotAxis.frequency(PlotSpectrogram.lowHertz, PlotSpectrogram.highHertz, labelled: [100, 1000, 10_000])
        let cutoffs = filters.map { $0.kind == .none ? nil : Double($0.cutoffHertz) }
        svg.path("passes", passband(axis, in: frame))
        frame.drawGrid(axis, &svg)
        svg.path("data line", StepPanel.path(cutoffs, axis, in: frame))
        for run in PlotColumns.runs(filters.map(\.kind)) where SVG.width(of: run.value.name) + 12 < Double(run.columns.count) / 2 {
            // Where most passes, far from the line.
            let middle = run.value == .highPass ? frame.top + 11 : frame.bottom - 11
            svg.text("quiet", run.value.name, x: frame.x(column: Double(run.columns.lowerBound)) + 6, middle: middle, size: 11)
        }
        frame.drawName("filter", unit: "passes, Hz", &svg)
    }

    /// One outline as long as the kind stays, so that no seams show where the cutoff moves.
    private func passband(_ axis: PlotAxis, in frame: PlotFrame) -> SVGPath {
        var path = SVGPath()
        for kindRun in PlotColumns.runs(filters.map(\.kind)) {
            let first = kindRun.columns.lowerBound
            let base = kindRun.value == .highPass ? frame.top : frame.bottom
            path.move(frame.x(column: Double(first)), base)
            for run in PlotColumns.runs(filters[kindRun.columns].map(\.cutoffHertz)) {
                path.vertical(to: kindRun.value == .none ? frame.top : frame.y(Double(run.value), axis))
                path.horizontal(to: frame.x(column: Double(first + run.columns.upperBound)))
            }
            path.vertical(to: base)
        }
        return path
    }
}
