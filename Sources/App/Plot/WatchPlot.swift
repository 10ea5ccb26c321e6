import Mood

/// The plot of a watch: what was read, what became of it, the mood it named and what the prototype's rule would have named,
/// who was in sight, and what a picture cost.
enum WatchPlot {
    /// - Parameter name: the title.
    static func page(_ record: WatchRecord, name: String) -> PlotPage {
        let read = record.looks.map { PlotRecord.Look(seconds: $0.seconds, weights: $0.read) }
        let smoothed = record.looks.map { PlotRecord.Look(seconds: $0.seconds, weights: $0.smoothed) }
        let panels: [any PlotPanel] = [
            ExpressionPanel(name: "as read", looks: read, hasLegend: true),
            ExpressionPanel(name: "smoothed", looks: smoothed),
            strip("mood", record.looks.map(\.mood), record),
            strip("most of 10", record.majorities, record),
            strip("each picture", record.labels, record),
            FacePanel(record),
            CostPanel(record: record),
        ]
        let length = PlotAxis.number((record.seconds * 10).rounded() / 10)
        let facts = "\(length) s, \(record.looks.count) pictures (\(PlotPage.share(record.looks) { $0.read != nil }))"
        return PlotPage(title: name, facts: facts, seconds: record.seconds, panels: panels)
    }

    /// A strip of names, and how often it changes.
    private static func strip(_ title: String, _ moods: [Expression], _ record: WatchRecord) -> StripPanel {
        let changes = zip(record.looks, moods).map { ($0.seconds, $1.name) }
        return StripPanel(
            name: title, unit: "\(Int(record.switchesPerMinute(moods).rounded())) switches/min",
            values: Stretches(changes, before: moods[0].name, until: record.seconds), style: "mood")
    }
}
