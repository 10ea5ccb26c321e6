import Capture

/// The plot of a session: expressions above parameters above a spectrogram, over a common time axis.
enum SessionPlot {
    /// - Parameter song: its name, as the title.
    static func page(_ record: PlotRecord, song: String, _ sound: PlotSpectrogram) throws(LeitmotifError) -> PlotPage {
        let moods = Stretches(record.namings.map { ($0.seconds, $0.mood.name) }, before: "neutral", until: record.seconds)
        let parameters = Stretches(record.settings.map { ($0.seconds, $0.parameters) }, before: record.replay.start, until: record.seconds)
        let tempo = parameters.map(\.tempo), key = parameters.map { Double($0.semitones) }
        var panels: [any PlotPanel] = [
            StripPanel(name: "mood", values: moods, style: "mood"),
            ExpressionPanel(name: "expression", readings: record.readings, hasLegend: true),
            StepPanel(name: "tempo", unit: "× the original", values: tempo, axis: .tempo(tempo.all.map(\.value))),
            StepPanel(name: "key", unit: "semitones", values: key, axis: .semitones(key.all.map(\.value))),
            FilterPanel(filters: parameters.map(\.filter)),
            StripPanel(name: "effect", values: parameters.map(\.effect.name), style: "effect"),
            try SpectrogramPanel(sound),
        ]
        if !record.songs.isEmpty { panels.insert(songPanel(record), at: 1) }
        return PlotPage(title: song, facts: facts(record), seconds: record.seconds, panels: panels)
    }

    private static func songPanel(_ record: PlotRecord) -> StripPanel {
        func label(_ name: String) -> String { name.lastPathComponent.deletingPathExtension }
        let songs = record.songs.map { ($0.seconds, label($0.name)) }
        let values = Stretches(songs, before: label(record.replay.song), until: record.seconds)
        var names: [String] = []
        for stretch in values.all where !names.contains(stretch.value) { names.append(stretch.value) }
        return StripPanel(name: "song", values: values, style: "effect", tint: { PlotStyle.song(names.firstIndex(of: $0) ?? 0) })
    }

    private static func facts(_ record: PlotRecord) -> String {
        let isShort = record.seconds < 180
        let length = isShort ? PlotAxis.number((record.seconds * 10).rounded() / 10) : "\(Int((record.seconds / 60).rounded()))"
        let share = PlotPage.share(record.readings) { $0.weights != nil }
        return "\(length) \(isShort ? "s" : "min"), \(record.readings.count) looks (\(share)), "
            + "\(record.namings.count) changes of mood" + (record.replay.frames == nil ? ", breaks off" : "")
            + inexact(record)
    }

    private static func inexact(_ record: PlotRecord) -> String {
        guard let frame = record.replay.inexact?.frame else { return "" }
        let seconds = Double(max(frame - record.replay.beginning.frame, 0)) / record.replay.outputRate
        return ", not exact from \(PlotAxis.number((seconds * 10).rounded() / 10)) s on"
    }
}
