import Mood

/// The plot of a watch: what was read, what became of it, the mood it named and what the prototype's rule would have named,
/// who was in sight, and what a picture cost.
enum WatchPlot {
    /// - Parameter name: the title.
    static func page(_ record: WatchRecord, name: String) -> PlotPage {
        let panels: [any PlotPanel] = [
            ExpressionPanel(name: "as read", readings: readings(record, \.read), hasLegend: true),
            ExpressionPanel(name: "smoothed", readings: readings(record, \.smoothed)),
            strip("mood", record.looks.map(\.mood), record),
            strip("most of 10", record.majorities, record),
            strip("each picture", record.labels, record),
            FacePanel(record),
            CostPanel(record: record),
        ]
        return PlotPage(title: name, facts: facts(record), seconds: record.seconds, panels: panels)
    }

    private static func facts(_ record: WatchRecord) -> String {
        let faces = record.looks.count { $0.read != nil }
        let share = Int((100 * Double(faces) / Double(record.looks.count)).rounded())
        return "\(PlotAxis.number((record.seconds * 10).rounded() / 10)) s, \(record.looks.count) pictures (a face in \(share) %)"
    }

    private static func readings(
        _ record: WatchRecord, _ part: KeyPath<WatchRecord.Look, ExpressionWeights?>
    ) -> [PlotColumns.Reading] {
        let looks = record.looks.map { PlotRecord.Look(seconds: $0.seconds, weights: $0[keyPath: part]) }
        return PlotColumns.readings(of: looks, perSecond: Double(PlotFrame.columns) / record.seconds, count: PlotFrame.columns)
    }

    /// A strip of names, and how often it changes.
    private static func strip(_ title: String, _ names: [Expression], _ record: WatchRecord) -> StripPanel {
        let places = zip(record.looks, names).map { (place: $0.seconds / record.seconds * Double(PlotFrame.columns), value: $1) }
        let moods = PlotColumns.newest(places, before: names[0], count: PlotFrame.columns)
        return StripPanel(title, moods: moods, unit: "\(Int(record.switchesPerMinute(names).rounded())) switches/min")
    }
}
