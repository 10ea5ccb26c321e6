/// Where everything lies from left to right on every picture of time.
enum PlotSheets {
    static let width = 1600
    static let left = 104
    static let right = 1404

    /// A panel across the whole time.
    static func area(top: Int, bottom: Int) -> PlotArea { PlotArea(left: left, top: top, right: right, bottom: bottom) }
}

/// Panels one below the other on one line of time, and what all of them share.
protocol PlotSheet {
    var canvas: PlotCanvas { get }
    var time: PlotAxis { get }
}

extension PlotSheet {
    /// The name at the left, facts at the right; a long name is cut.
    func drawTitle(_ name: String, facts: String) {
        let middle = 42.0
        let right = Double(PlotSheets.width - 24)
        canvas.write(facts, x: right, middle: middle, .quietInk, align: .right)
        let room = right - PlotCanvas.width(of: facts) - 40 - Double(PlotSheets.left)
        var title = name
        while PlotCanvas.width(of: title, size: 3.2) > room, title.count > 4 { title = String(title.dropLast(4)) + "..." }
        canvas.write(title, x: Double(PlotSheets.left), middle: middle, size: 3.2, .ink, thickness: 2.8)
    }

    /// The numbers of the time's axis, below the last panel.
    func drawTime(below area: PlotArea) {
        for tick in time.ticks {
            canvas.write(tick.label, x: x(tick.value), middle: Double(area.bottom + 18), .quietInk, align: .centre)
        }
        let unit = PlotAxis.timeUnit(upTo: time.high)
        canvas.write(unit, x: Double(PlotSheets.left + PlotSheets.right) / 2, middle: Double(area.bottom + 44), .ink, align: .centre)
    }

    /// Pixel of a time in seconds.
    func x(_ seconds: Double) -> Double { Double(PlotSheets.left) + time.place(seconds) * Double(PlotSheets.right - PlotSheets.left) }

    /// Pixel of a value on the side of a panel.
    func y(_ value: Double, _ axis: PlotAxis, _ area: PlotArea) -> Double {
        Double(area.bottom - 1) - axis.place(value) * Double(area.height - 1)
    }

    /// The grid below what a panel shows, and its numbers at the left.
    func drawGrid(_ area: PlotArea, _ axis: PlotAxis) {
        for tick in time.ticks.dropFirst() {
            let column = Int(x(tick.value))
            canvas.fill(PlotArea(left: column, top: area.top, right: column + 1, bottom: area.bottom), .grid)
        }
        for tick in axis.ticks {
            let row = Int(y(tick.value, axis, area).rounded())
            canvas.fill(PlotArea(left: area.left, top: row, right: area.right, bottom: row + 1), .grid)
        }
        drawNumbers(area, axis)
    }

    func drawNumbers(_ area: PlotArea, _ axis: PlotAxis) {
        var taken: [Double] = []
        for tick in axis.ticks {
            let row = y(tick.value, axis, area)
            guard !taken.contains(where: { abs($0 - row) < 16 }) else { continue }
            taken.append(row)
            canvas.write(tick.label, x: Double(area.left - 10), middle: row, .quietInk, align: .right)
            canvas.fill(PlotArea(left: area.left - 5, top: Int(row.rounded()), right: area.left, bottom: Int(row.rounded()) + 1), .rule)
        }
    }

    /// What a panel shows and in which unit, at its right.
    func drawName(_ area: PlotArea, _ name: String, unit: String) {
        let middle = Double(area.top + area.bottom) / 2
        canvas.write(name, x: Double(area.right + 20), middle: unit.isEmpty ? middle : middle - 12)
        canvas.write(unit, x: Double(area.right + 20), middle: middle + 12, .quietInk)
    }

    /// Neighbouring columns of equal value, as coloured spans with their name where it fits.
    func drawSpans<Value: Equatable>(
        _ values: [Value], _ area: PlotArea, _ look: (Value) -> (colour: PlotColour, label: String)
    ) {
        var start = 0
        for end in 1...values.count where end == values.count || values[end] != values[start] {
            let span = PlotArea(left: area.left + start, top: area.top, right: area.left + end, bottom: area.bottom)
            let (colour, label) = look(values[start])
            canvas.fill(span, colour)
            if PlotCanvas.width(of: label) + 10 < Double(span.width) {
                let middle = Double(area.top + area.bottom) / 2
                canvas.write(label, x: Double(span.left + span.right) / 2, middle: middle, align: .centre)
            }
            start = end
        }
    }
}
