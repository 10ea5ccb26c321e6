/// The rectangle of one panel, and the positions of times and values in it.
struct PlotFrame {
    static let left = 44.0
    static let right = 812.0
    /// Two per pixel: nothing finer is drawn, however long the record.
    static let columns = (right - left) * 2
    /// Left edge of the panels' names.
    static let names = right + 12

    let top: Double
    let height: Double
    let time: PlotAxis

    var bottom: Double { top + height }
    var middle: Double { top + height / 2 }

    func x(_ seconds: Double) -> Double { PlotFrame.left + time.place(seconds) * (PlotFrame.right - PlotFrame.left) }

    func y(_ value: Double, _ axis: PlotAxis) -> Double { bottom - axis.place(value) * height }

    /// The grid behind a panel's contents, its border, and the axis labels on the left.
    func drawGrid(_ axis: PlotAxis, _ svg: inout SVG) {
        var grid = SVGPath()
        for tick in time.ticks where tick.value > 0 && tick.value < time.high {
            grid.move(x(tick.value), top)
            grid.vertical(to: bottom)
        }
        for tick in axis.ticks {
            grid.move(PlotFrame.left, y(tick.value, axis))
            grid.horizontal(to: PlotFrame.right)
        }
        svg.path("grid", grid)
        drawBorder(&svg)
        drawNumbers(axis, &svg)
    }

    func drawBorder(_ svg: inout SVG) {
        svg.rectangle("border", x: PlotFrame.left, y: top, width: PlotFrame.right - PlotFrame.left, height: height)
    }

    func drawNumbers(_ axis: PlotAxis, _ svg: inout SVG) {
        var taken: [Double] = []
        var marks = SVGPath()
        for tick in axis.ticks {
            let place = y(tick.value, axis)
            guard !taken.contains(where: { abs($0 - place) < 12 }) else { continue }
            taken.append(place)
            marks.move(PlotFrame.left - 4, place)
            marks.horizontal(to: PlotFrame.left)
            svg.text("end quiet", tick.label, x: PlotFrame.left - 7, middle: place, size: 11)
        }
        svg.path("border", marks)
    }

    /// A step curve; nil leaves a gap.
    func steps(_ values: Stretches<Double?>, _ axis: PlotAxis) -> SVGPath {
        var path = SVGPath()
        var isOpen = false
        for stretch in values.all {
            if let value = stretch.value {
                if isOpen { path.vertical(to: y(value, axis)) } else { path.move(x(stretch.from), y(value, axis)) }
                path.horizontal(to: x(stretch.to))
            }
            isOpen = stretch.value != nil
        }
        return path
    }

    /// A panel's name and unit, on its right.
    func drawName(_ name: String, unit: String = "", middle: Double? = nil, _ svg: inout SVG) {
        let middle = middle ?? self.middle
        svg.text("name", name, x: PlotFrame.names, middle: unit.isEmpty ? middle : middle - 7.5)
        if !unit.isEmpty { svg.text("quiet", unit, x: PlotFrame.names, middle: middle + 7.5, size: 11) }
    }
}
