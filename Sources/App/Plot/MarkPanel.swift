/// Moments, as short lines.
struct MarkPanel: PlotPanel {
    let name: String
    /// Ascending.
    let seconds: [Double]
    let height = 14.0

    func draw(in frame: PlotFrame, _ svg: inout SVG) {
        var path = SVGPath()
        var last = -Double.infinity
        for moment in seconds {
            let x = frame.x(moment)
            // Nothing finer is drawn, however many there are.
            guard x - last >= 0.5 else { continue }
            last = x
            path.move(x, frame.top)
            path.vertical(to: frame.bottom)
        }
        frame.drawBorder(&svg)
        svg.path("data thin", path)
        frame.drawName(name, &svg)
    }
}
