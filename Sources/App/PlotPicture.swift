import Foundation
import Mood
import Session

/// The picture of a session: what the face showed above what the music did above what it sounded like, on one line of time.
struct PlotPicture {
    static let width = 1600
    static let height = 1000
    static let left = 104
    static let right = 1404
    /// Where the sound's loudness goes; as many columns and rows as the spectrogram can show.
    static let soundArea = PlotArea(left: left, top: 612, right: right, bottom: 932)

    let canvas = PlotCanvas(width: width, height: height)
    let record: PlotRecord
    let columns: PlotColumns
    private let time: PlotAxis

    init(_ record: PlotRecord) {
        self.record = record
        columns = PlotColumns(record, count: PlotPicture.right - PlotPicture.left)
        time = .time(upTo: record.seconds)
    }

    /// - Parameter name: the song, as it is called in the title.
    func draw(song name: String, _ sound: PlotSpectrogram) {
        drawTitle(name)
        drawMoods(PlotArea(left: PlotPicture.left, top: 82, right: PlotPicture.right, bottom: 106))
        drawExpressions(PlotArea(left: PlotPicture.left, top: 112, right: PlotPicture.right, bottom: 290))
        drawTempo(PlotArea(left: PlotPicture.left, top: 308, right: PlotPicture.right, bottom: 378))
        drawKey(PlotArea(left: PlotPicture.left, top: 388, right: PlotPicture.right, bottom: 458))
        drawFilter(PlotArea(left: PlotPicture.left, top: 468, right: PlotPicture.right, bottom: 558))
        drawEffect(PlotArea(left: PlotPicture.left, top: 568, right: PlotPicture.right, bottom: 594))
        drawSound(sound, PlotPicture.soundArea)
        for tick in time.ticks {
            canvas.write(tick.label, x: x(tick.value), middle: 950, .quietInk, align: .centre)
        }
        let unit = PlotAxis.timeUnit(upTo: record.seconds)
        canvas.write(unit, x: Double(PlotPicture.left + PlotPicture.right) / 2, middle: 976, .ink, align: .centre)
    }

    private func drawTitle(_ name: String) {
        let middle = 42.0
        let faces = record.looks.count { $0.weights != nil }
        let seen = record.looks.isEmpty ? 0 : Int((100 * Double(faces) / Double(record.looks.count)).rounded())
        let isShort = record.seconds < 180
        let length = isShort ? PlotAxis.number((record.seconds * 10).rounded() / 10) : "\(Int((record.seconds / 60).rounded()))"
        var facts = "\(length) \(isShort ? "s" : "min"), \(record.looks.count) looks (a face in \(seen) %)"
        facts += ", \(record.namings.count) changes of mood"
        if record.replay.frames == nil { facts += ", breaks off" }
        let right = Double(PlotPicture.width - 24)
        canvas.write(facts, x: right, middle: middle, .quietInk, align: .right)
        let room = right - PlotCanvas.width(of: facts) - 40 - Double(PlotPicture.left)
        var title = name
        while PlotCanvas.width(of: title, size: 3.2) > room, title.count > 4 { title = String(title.dropLast(4)) + "..." }
        canvas.write(title, x: Double(PlotPicture.left), middle: middle, size: 3.2, .ink, thickness: 2.8)
    }

    // MARK: - What all panels share

    /// Pixel of a time in seconds.
    func x(_ seconds: Double) -> Double { Double(PlotPicture.left) + time.place(seconds) * Double(PlotPicture.right - PlotPicture.left) }

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
