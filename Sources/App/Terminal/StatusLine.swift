import DSP
import Mood
import Session

/// The state of a session as JSON.
struct StatusLine: Encodable {
    var seconds: Double
    var state: String
    /// In sight, whether they count or not.
    var faces: Int
    var map: String
    var mood: String
    var probabilities: [String: Double]
    var valence: Double
    var arousal: Double
    var semitones: Double
    var tempo: Double
    var filter: String
    var effect: String
    var songSeconds: Double
    var playerShare: Double
    var worstBlockShare: Double
    var peak: Double
    var xruns: Int
    var looks: Int

    init(_ status: LiveStatus) {
        seconds = status.seconds
        state = status.state.name
        faces = status.faces
        map = status.map
        mood = status.mood.name
        probabilities = WatchLine.named(status.weights)
        valence = Double(status.weights.valence)
        arousal = Double(status.weights.arousal)
        semitones = Double(status.parameters.semitones)
        tempo = status.parameters.tempo
        filter = status.parameters.filter.kind.name
        effect = status.parameters.effect.name
        songSeconds = status.songSeconds
        playerShare = status.playerShare
        worstBlockShare = status.worstBlockShare
        peak = Double(status.peak)
        xruns = status.xruns
        looks = status.looks
    }
}
