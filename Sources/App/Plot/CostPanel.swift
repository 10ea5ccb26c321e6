import FoundationEssentials
import Glibc

/// Processor time of finding and reading: a dot for the costliest picture of each column.
struct CostPanel: PlotPanel {
    let record: WatchRecord
    let height = 76.0

    func draw(in frame: PlotFrame, _ svg: inout SVG) {
        let axis = PlotAxis(
            low: 0.05, high: 200, isLogarithmic: true,
            ticks: [0.1, 1, 10, 100].map { PlotAxis.Tick(value: $0, label: PlotAxis.number($0)) })
        frame.drawGrid(axis, &svg)
        let columns = Dictionary(grouping: record.pictures) { Int($0.seconds / record.seconds * PlotFrame.columns) }
        var dots = SVGPath()
        let costliest = columns.values.compactMap { $0.max { $0.milliseconds < $1.milliseconds } }
        for picture in costliest.sorted(by: { $0.seconds < $1.seconds }) {
            dots.dot(frame.x(picture.seconds), frame.y(picture.milliseconds, axis))
        }
        svg.path("data dots", dots)
        frame.drawName("ms a picture", unit: String(printf: "median %.2f", median(record.pictures.map(\.milliseconds))), &svg)
    }
}
