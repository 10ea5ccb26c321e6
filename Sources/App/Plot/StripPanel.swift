/// Coloured stretches, with their names in them where there is room.
struct StripPanel: PlotPanel {
    let name: String
    var unit = ""
    /// The names; "none" is not written.
    let values: Stretches<String>
    /// The second style class; the first is the value's name, unless `tint` gives another.
    let style: String
    var tint: ((String) -> String)?
    let height = 20.0

    func draw(in frame: PlotFrame, _ svg: inout SVG) {
        for stretch in values.all {
            let (left, right) = (frame.x(stretch.from), frame.x(stretch.to))
            svg.rectangle("\(tint?(stretch.value) ?? stretch.value) \(style)", x: left, y: frame.top, width: right - left, height: height)
            guard stretch.value != "none", SVG.width(of: stretch.value) + 6 < right - left else { continue }
            svg.text("middle", stretch.value, x: (left + right) / 2, middle: frame.middle)
        }
        frame.drawName(name, unit: unit, &svg)
    }
}
