import DSP

/// The filter's cutoff over its tinted passband.
struct FilterPanel: PlotPanel {
    let filters: Stretches<FilterSetting>
    let height = 72.0

    func draw(in frame: PlotFrame, _ svg: inout SVG) {
        let axis = PlotAxis.frequency(PlotSpectrogram.lowHertz, PlotSpectrogram.highHertz, labelled: [100, 1000, 10_000])
        var passband = SVGPath()
        for stretch in filters.all {
            let edge = frame.y(Double(stretch.value.cutoffHertz), axis)
            passband.move(frame.x(stretch.from), stretch.value.kind == .lowPass ? edge : frame.top)
            passband.horizontal(to: frame.x(stretch.to))
            passband.vertical(to: stretch.value.kind == .highPass ? edge : frame.bottom)
            passband.horizontal(to: frame.x(stretch.from))
        }
        svg.path("passes", passband)
        frame.drawGrid(axis, &svg)
        svg.path("data line", frame.steps(filters.map { $0.kind == .none ? nil : Double($0.cutoffHertz) }, axis))
        for stretch in filters.map(\.kind).all {
            guard SVG.width(of: stretch.value.name) + 12 < frame.x(stretch.to) - frame.x(stretch.from) else { continue }
            // Inside the passband, away from the line.
            let middle = stretch.value == .highPass ? frame.top + 11 : frame.bottom - 11
            svg.text("quiet", stretch.value.name, x: frame.x(stretch.from) + 6, middle: middle, size: 11)
        }
        frame.drawName("filter", unit: "passes, Hz", &svg)
    }
}
