import DSP
import Foundation
import Mood

extension PlotPicture {
    func drawTempo(_ area: PlotArea) {
        let values = columns.parameters.map(\.tempo)
        drawSteps(values, area, .tempo(values))
        drawName(area, "tempo", unit: "\u{D7} the original")
    }

    func drawKey(_ area: PlotArea) {
        let values = columns.parameters.map { Double($0.semitones) }
        drawSteps(values, area, .semitones(values))
        drawName(area, "key", unit: "semitones")
    }

    private func drawSteps(_ values: [Double], _ area: PlotArea, _ axis: PlotAxis) {
        drawGrid(area, axis)
        canvas.draw(steps(values.map { y($0, axis, area) }, area), .line, thickness: 2.2, in: area)
        canvas.frame(area, .rule)
    }

    /// Level strokes, joined by upright ones; nil leaves a gap.
    private func steps(_ rows: [Double?], _ area: PlotArea) -> [PlotStroke] {
        var strokes: [PlotStroke] = []
        var start = 0
        for end in 1...rows.count where end == rows.count || rows[end] != rows[start] {
            let right = Double(area.left + end)
            if let row = rows[start] {
                strokes.append(PlotStroke(x0: Double(area.left + start), y0: row, x1: right, y1: row))
                if end < rows.count, let next = rows[end] { strokes.append(PlotStroke(x0: right, y0: row, x1: right, y1: next)) }
            }
            start = end
        }
        return strokes
    }

    /// What the filter lets pass is tinted.
    func drawFilter(_ area: PlotArea) {
        let axis = PlotAxis.frequency(PlotSpectrogram.lowHertz, PlotSpectrogram.highHertz, labelled: [100, 1000, 10_000])
        let filters = columns.parameters.map(\.filter)
        for (column, filter) in filters.enumerated() {
            let edge = Int(y(Double(filter.cutoffHertz), axis, area).rounded())
            let left = area.left + column
            var passing = PlotArea(left: left, top: area.top, right: left + 1, bottom: area.bottom)
            if filter.kind == .lowPass { passing.top = edge }
            if filter.kind == .highPass { passing.bottom = edge }
            canvas.fill(passing, PlotColour(0xE3EAF1))
        }
        drawGrid(area, axis)
        let rows = filters.map { $0.kind == .none ? nil : y(Double($0.cutoffHertz), axis, area) }
        canvas.draw(steps(rows, area), .line, thickness: 2.2, in: area)
        drawFilterKinds(filters.map(\.kind), area)
        canvas.frame(area, .rule)
        drawName(area, "filter", unit: "passes, Hz")
    }

    private func drawFilterKinds(_ kinds: [FilterKind], _ area: PlotArea) {
        var start = 0
        for end in 1...kinds.count where end == kinds.count || kinds[end] != kinds[start] {
            let label = kinds[start].plotName
            if PlotCanvas.width(of: label) + 14 < Double(end - start) {
                // Where most passes, far from the line.
                let middle = kinds[start] == .highPass ? area.top + 14 : area.bottom - 15
                canvas.write(label, x: Double(area.left + start + 8), middle: Double(middle), .quietInk)
            }
            start = end
        }
    }

    func drawEffect(_ area: PlotArea) {
        drawSpans(columns.parameters.map(\.effect.index), area) { (.effect($0), $0.map { EffectSetting.catalogue[$0].name } ?? "") }
        canvas.frame(area, .rule)
        drawName(area, "effect", unit: "")
    }
}

extension FilterKind {
    fileprivate var plotName: String {
        switch self {
        case .none: "none"
        case .lowPass: "low-pass"
        case .highPass: "high-pass"
        }
    }
}
