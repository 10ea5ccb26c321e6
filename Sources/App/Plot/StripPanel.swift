import DSP
import Mood

/// What held when, as coloured stretches with their names in them where there is room.
struct StripPanel: PlotPanel {
    let name: String
    var unit = ""
    /// For every column the name of what held, empty for nothing, and its style.
    private let labels: [String]
    private let style: (String) -> String
    let height = 20.0

    /// - Parameter moods: one for every column.
    init(_ name: String, moods: [Expression], unit: String = "") {
        (self.name, self.unit) = (name, unit)
        labels = moods.map(\.name)
        style = { "\($0) mood" }
    }

    /// - Parameter effects: one for every column.
    init(_ name: String, effects: [EffectKind]) {
        self.name = name
        labels = effects.map { $0 == .none ? "" : $0.name }
        style = { $0.isEmpty ? "empty" : $0 }
    }

    func draw(in frame: PlotFrame, _ svg: inout SVG) {
        for run in PlotColumns.runs(labels) {
            let (left, right) = (frame.x(column: Double(run.columns.lowerBound)), frame.x(column: Double(run.columns.upperBound)))
            svg.rectangle(style(run.value), x: left, y: frame.top, width: right - left, height: height)
            guard !run.value.isEmpty, SVG.width(of: run.value) + 6 < right - left else { continue }
            svg.text("middle", run.value, x: (left + right) / 2, middle: frame.middle)
        }
        frame.drawName(name, unit: unit, &svg)
    }
}
