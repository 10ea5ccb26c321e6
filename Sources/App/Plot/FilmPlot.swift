import Capture
import Mood
import Session

/// The plot of a film's music: the moods on the screen above those that are heard, what they make of the song, and the sound.
enum FilmPlot {
    static func page(
        _ score: FilmScore, cuts: [Double], of film: FilmSights, name: String, _ music: FilmMusic, _ sound: PlotSpectrogram
    ) throws(LeitmotifError) -> PlotPage {
        func stretches<Value: Equatable>(_ place: (FilmScore.Part) -> Double, _ value: (FilmScore.Part) -> Value) -> Stretches<Value> {
            Stretches(score.parts.map { (place($0), value($0)) }, before: value(score.parts[0]), until: film.seconds)
        }
        func mood(_ part: FilmScore.Part) -> String { part.mood?.name ?? "none" }
        func parameters(_ part: FilmScore.Part) -> (tempo: Double, semitones: Double) {
            let mood = part.mood ?? .neutral
            let parameters = music.mapping.parameters(named: mood, weights: ExpressionWeights(only: mood))
            return (parameters.tempo * part.tempoFactor, Double(parameters.semitones))
        }
        let tempo = stretches(\.seconds) { parameters($0).tempo }
        let key = stretches(\.seconds) { parameters($0).semitones }
        let panels: [any PlotPanel] = [
            StripPanel(name: "on the screen", values: stretches(\.shownSeconds, mood), style: "mood"),
            StripPanel(name: "in the music", values: stretches(\.seconds, mood), style: "mood"),
            MarkPanel(name: "cuts", seconds: cuts),
            StepPanel(name: "tempo", unit: "× the original", values: tempo, axis: .tempo(tempo.all.map(\.value))),
            StepPanel(name: "key", unit: "semitones", values: key, axis: .semitones(key.all.map(\.value))),
            try SpectrogramPanel(sound),
        ]
        let length = PlotAxis.number((film.seconds * 10).rounded() / 10)
        let facts = "\(length) s, \(film.count) pictures, \(score.parts.count - 1) changes of mood, \(cuts.count) cuts"
        return PlotPage(title: name, facts: facts, seconds: film.seconds, panels: panels)
    }
}
