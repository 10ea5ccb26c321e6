import Capture

/// Loudness over time and frequency; the scale's top is the loudest cell, rounded up to ten decibels.
struct SpectrogramPanel: PlotPanel {
    /// Cells across, and `rows` down; finer ones would double the file for detail that nobody sees.
    static let columns = 1024
    static let rows = 288
    private static let rangeDecibels = 70.0

    let height = 224.0
    private let top: Double
    private let picture: [UInt8]
    private let scale: [UInt8]

    init(_ sound: PlotSpectrogram) throws(LeitmotifError) {
        let decibels = sound.decibels()
        let top = max(-100, Double(10 * ((decibels.max() ?? 0) / 10).rounded(.up)))
        let cells = decibels.map { LoudnessScale.step(1 + (Double($0) - top) / SpectrogramPanel.rangeDecibels) }
        let steps = (0..<LoudnessScale.steps).reversed().map { UInt8($0) }
        self.top = top
        picture = try PNGEncoder.encode(cells, palette: LoudnessScale.palette, width: sound.columns, height: sound.rows)
        scale = try PNGEncoder.encode(steps, palette: LoudnessScale.palette, width: 1, height: steps.count)
    }

    func draw(in frame: PlotFrame, _ svg: inout SVG) {
        let axis = PlotAxis.frequency(
            PlotSpectrogram.lowHertz, PlotSpectrogram.highHertz, labelled: [50, 100, 200, 500, 1000, 2000, 5000, 10_000, 16_000])
        svg.image(
            "sound", png: picture, x: PlotFrame.left, y: frame.top, width: PlotFrame.right - PlotFrame.left, height: height)
        frame.drawBorder(&svg)
        frame.drawNumbers(axis, &svg)
        frame.drawName("what was heard", unit: "Hz, loudness in dB", middle: frame.top + 14.5, &svg)
        drawScale(top: frame.top + 44, bottom: frame.bottom - 6, &svg)
    }

    private func drawScale(top: Double, bottom: Double, _ svg: inout SVG) {
        let (left, width) = (PlotFrame.names + 2, 10.0)
        svg.image("sound", png: scale, x: left, y: top, width: width, height: bottom - top)
        svg.rectangle("border", x: left, y: top, width: width, height: bottom - top)
        for below in stride(from: 0, through: SpectrogramPanel.rangeDecibels, by: 10) {
            let middle = top + below / SpectrogramPanel.rangeDecibels * (bottom - top)
            svg.text("quiet", PlotAxis.number(self.top - below), x: left + width + 8, middle: middle, size: 11)
        }
    }
}
