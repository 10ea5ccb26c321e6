/// One of the panels stacked above a plot's time axis.
protocol PlotPanel {
    var height: Double { get }
    func draw(in frame: PlotFrame, _ svg: inout SVG)
}

/// A whole plot: a title, panels over a common time axis, and that axis.
struct PlotPage {
    private static let width = 960.0
    private static let margin = 12.0
    private static let gap = 12.0
    private static let headHeight = 44.0
    private static let footHeight = 44.0

    /// On the left, truncated when it is long.
    let title: String
    /// On the right.
    let facts: String
    let seconds: Double
    let panels: [any PlotPanel]

    var svg: String {
        let time = PlotAxis.time(upTo: seconds)
        let height = panels.reduce(PlotPage.headHeight + PlotPage.footHeight - PlotPage.gap) { $0 + $1.height + PlotPage.gap }
        var svg = SVG(width: PlotPage.width, height: height, title: "\(title): \(facts)", style: PlotStyle.css)
        svg.rectangle("page", x: 0, y: 0, width: PlotPage.width, height: height)
        drawHead(&svg)
        var top = PlotPage.headHeight
        for panel in panels {
            panel.draw(in: PlotFrame(top: top, height: panel.height, time: time), &svg)
            top += panel.height + PlotPage.gap
        }
        drawTime(PlotFrame(top: top - PlotPage.gap, height: 0, time: time), &svg)
        return svg.document
    }

    /// The share of pictures with a face, in words.
    static func share<Picture>(_ pictures: [Picture], _ hasFace: (Picture) -> Bool) -> String {
        let share = pictures.isEmpty ? 0 : 100 * Double(pictures.count { hasFace($0) }) / Double(pictures.count)
        return "a face in \(Int(share.rounded())) %"
    }

    private func drawHead(_ svg: inout SVG) {
        let right = PlotPage.width - PlotPage.margin
        svg.text("quiet end", facts, x: right, middle: 23)
        let room = right - SVG.width(of: facts) - 2 * PlotPage.margin - PlotFrame.left
        var shown = title
        while SVG.width(of: shown, size: 18) > room { shown = String(shown.dropLast(2)) + "…" }
        svg.text("title", shown, x: PlotFrame.left, middle: 23, size: 18)
    }

    /// The labels and the unit of the time axis, below the last panel.
    private func drawTime(_ frame: PlotFrame, _ svg: inout SVG) {
        var marks = SVGPath()
        for tick in frame.time.ticks {
            marks.move(frame.x(tick.value), frame.top)
            marks.vertical(to: frame.top + 4)
            svg.text("middle quiet", tick.label, x: frame.x(tick.value), middle: frame.top + 13, size: 11)
        }
        svg.path("border", marks)
        let unit = PlotAxis.timeUnit(upTo: frame.time.high)
        svg.text("middle", unit, x: (PlotFrame.left + PlotFrame.right) / 2, middle: frame.top + 30)
    }
}
