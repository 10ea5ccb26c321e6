import DSP
import Mood
import Session

/// The state of a session as one JSON object.
struct StatusLine: Encodable {
    var seconds: Double
    var state: String
    /// How many are in sight, whether they count or not.
    var faces: Int
    var boxes: [FaceBox]
    var song: String
    var map: String
    var mood: String
    /// A mood held by command.
    var held: String?
    /// As read in the newest picture; `probabilities` are the same, smoothed over time.
    var read: [String: Double]
    var probabilities: [String: Double]
    var valence: Double
    var arousal: Double
    var semitones: Double
    var tempo: Double
    var filter: String
    var effect: String
    var amount: Double
    var quantise: String
    var volume: Double
    var songSeconds: Double
    /// The beat of the bar, from 1 on; `beatPhase` is the part of it that has passed.
    var beat: Int?
    var beatPhase: Double?
    var playerShare: Double
    var worstBlockShare: Double
    var peak: Double
    /// Seconds from the face to the ear, of the newest change that acted at once and of the newest that waited for a beat; and
    /// where the first of them went.
    var faceToEar: Double?
    var faceToBeat: Double?
    var faceToEarStages: [String: Double]?
    var xruns: Int
    var starvedQuanta: Int
    var droppedFrames: Int
    /// Pictures examined.
    var looks: Int
    /// What is given up because the machine is too slow, in the order in which it was.
    var reliefs: [String]
    /// What is lost at the moment: `camera`, `sound`.
    var lost: [String]
    /// The newest notices, as text.
    var notices: [String]

    init(_ snapshot: Snapshot) {
        seconds = snapshot.seconds
        state = snapshot.state.name
        boxes = snapshot.sight.map(FaceBox.all) ?? []
        faces = boxes.count
        song = snapshot.song
        map = snapshot.map
        mood = snapshot.mood.name
        held = snapshot.held?.name
        read = snapshot.sight?.expression?.named ?? [:]
        probabilities = snapshot.weights.named
        valence = Double(snapshot.place.valence)
        arousal = Double(snapshot.place.arousal)
        semitones = Double(snapshot.parameters.semitones)
        tempo = snapshot.parameters.tempo
        filter = snapshot.parameters.filter.kind.name
        effect = snapshot.parameters.effect.name
        amount = Double(snapshot.amount)
        quantise = snapshot.quantise.name
        volume = Double(snapshot.volumeDecibels)
        songSeconds = snapshot.songSeconds
        beat = snapshot.beat?.beat
        beatPhase = snapshot.beat?.phase
        playerShare = snapshot.player.share
        worstBlockShare = snapshot.player.worstBlockShare
        peak = Double(snapshot.player.peak)
        faceToEar = snapshot.faceToEar?.total
        faceToBeat = snapshot.faceToBeat?.total
        faceToEarStages = snapshot.faceToEar.map { Dictionary(uniqueKeysWithValues: $0.stages.map { ($0.name, $0.seconds) }) }
        xruns = snapshot.player.xruns
        starvedQuanta = snapshot.player.starvedQuanta
        droppedFrames = snapshot.player.droppedFrames
        looks = snapshot.pictures
        reliefs = snapshot.reliefs.map(\.name)
        lost = Device.allCases.filter { snapshot.lostDevices.contains($0) }.map { $0.name }
        notices = snapshot.notices.compactMap { $0.kind.words }
    }
}

extension ExpressionWeights {
    /// By the expressions' names.
    var named: [String: Double] { Dictionary(uniqueKeysWithValues: Expression.allCases.map { ($0.name, Double(self[$0])) }) }
}
