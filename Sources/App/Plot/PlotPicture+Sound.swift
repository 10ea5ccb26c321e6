import Foundation

extension PlotPicture {
    private static let rangeDecibels = 70.0

    /// Loudness over time and frequency; the scale's top is the loudest cell, rounded up to ten decibels.
    func drawSound(_ sound: PlotSpectrogram, _ area: PlotArea) {
        let decibels = sound.decibels()
        let top = max(-100, Double(10 * ((decibels.max() ?? 0) / 10).rounded(.up)))
        for row in 0..<area.height {
            let cells = row * sound.rows / area.height * sound.columns
            for column in 0..<area.width {
                let level = Double(decibels[cells + column * sound.columns / area.width])
                canvas.blend(area.left + column, area.top + row, PlotScale.colour(1 + (level - top) / PlotPicture.rangeDecibels))
            }
        }
        drawNumbers(
            area,
            .frequency(
                PlotSpectrogram.lowHertz, PlotSpectrogram.highHertz, labelled: [50, 100, 200, 500, 1000, 2000, 5000, 10_000, 16_000]))
        canvas.frame(area, .rule)
        drawScale(PlotArea(left: area.right + 20, top: area.top + 90, right: area.right + 36, bottom: area.bottom - 10), top: top)
        canvas.write("what was heard", x: Double(area.right + 20), middle: Double(area.top + 10))
        canvas.write("Hz", x: Double(area.right + 20), middle: Double(area.top + 34), .quietInk)
        canvas.write("dB", x: Double(area.right + 20), middle: Double(area.top + 72), .quietInk)
    }

    private func drawScale(_ area: PlotArea, top: Double) {
        for row in 0..<area.height {
            let line = PlotArea(left: area.left, top: area.top + row, right: area.right, bottom: area.top + row + 1)
            canvas.fill(line, PlotScale.colour(1 - Double(row) / Double(area.height - 1)))
        }
        canvas.frame(area, .rule)
        for below in stride(from: 0, through: PlotPicture.rangeDecibels, by: 10) {
            let row = Double(area.top) + below / PlotPicture.rangeDecibels * Double(area.height - 1)
            canvas.write(PlotAxis.number(top - below), x: Double(area.right + 10), middle: row, .quietInk)
        }
    }
}
