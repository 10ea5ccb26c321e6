import Capture

/// The plot of a session: what the face showed above what the music did above what it sounded like, on one line of time.
enum SessionPlot {
    /// - Parameter song: its name, as the title.
    static func page(_ record: PlotRecord, song: String, _ sound: PlotSpectrogram) throws(CaptureError) -> PlotPage {
        let columns = PlotColumns(record, count: PlotFrame.columns)
        let tempi = columns.parameters.map(\.tempo)
        let semitones = columns.parameters.map { Double($0.semitones) }
        let panels: [any PlotPanel] = [
            StripPanel("mood", moods: columns.moods),
            ExpressionPanel(name: "expression", readings: columns.readings, hasLegend: true),
            StepPanel(name: "tempo", unit: "× the original", values: tempi, axis: .tempo(tempi)),
            StepPanel(name: "key", unit: "semitones", values: semitones, axis: .semitones(semitones)),
            FilterPanel(filters: columns.parameters.map(\.filter)),
            StripPanel("effect", effects: columns.parameters.map(\.effect.kind)),
            try SpectrogramPanel(sound),
        ]
        return PlotPage(title: song, facts: facts(record), seconds: record.seconds, panels: panels)
    }

    private static func facts(_ record: PlotRecord) -> String {
        let faces = record.looks.count { $0.weights != nil }
        let seen = record.looks.isEmpty ? 0 : Int((100 * Double(faces) / Double(record.looks.count)).rounded())
        let isShort = record.seconds < 180
        let length = isShort ? PlotAxis.number((record.seconds * 10).rounded() / 10) : "\(Int((record.seconds / 60).rounded()))"
        return "\(length) \(isShort ? "s" : "min"), \(record.looks.count) looks (a face in \(seen) %), "
            + "\(record.namings.count) changes of mood" + (record.replay.frames == nil ? ", breaks off" : "")
    }
}
