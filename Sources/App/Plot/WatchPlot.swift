import Mood

/// The plot of a watch: what was read, the same smoothed, the named mood and what the prototype's rule would have named, who was
/// in sight, and what a picture cost.
enum WatchPlot {
    /// - Parameter name: the title.
    static func page(_ record: WatchRecord, name: String) -> PlotPage {
        let read = record.pictures.map { PlotRecord.Reading(seconds: $0.seconds, weights: $0.read) }
        let smoothed = record.pictures.map { PlotRecord.Reading(seconds: $0.seconds, weights: $0.smoothed) }
        let panels: [any PlotPanel] = [
            ExpressionPanel(name: "as read", readings: read, hasLegend: true),
            ExpressionPanel(name: "smoothed", readings: smoothed),
            strip("mood", record.pictures.map(\.mood), record),
            strip("most of 10", record.majorities, record),
            strip("each picture", record.labels, record),
            FacePanel(record),
            CostPanel(record: record),
        ]
        let length = PlotAxis.number((record.seconds * 10).rounded() / 10)
        let facts = "\(length) s, \(record.pictures.count) pictures (\(PlotPage.share(record.pictures) { $0.read != nil }))"
        return PlotPage(title: name, facts: facts, seconds: record.seconds, panels: panels)
    }

    /// A strip of moods, with its number of changes a minute.
    private static func strip(_ title: String, _ moods: [Expression], _ record: WatchRecord) -> StripPanel {
        let changes = zip(record.pictures, moods).map { ($0.seconds, $1.name) }
        return StripPanel(
            name: title, unit: "\(Int(record.switchesPerMinute(moods).rounded())) switches/min",
            values: Stretches(changes, before: moods[0].name, until: record.seconds), style: "mood")
    }
}
