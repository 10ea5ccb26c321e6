import Capture
import FoundationEssentials
import Glibc
import Mood
import Session

/// A line of `watch`: what one picture shows.
struct WatchLine: Encodable {
    var seconds: Double
    /// The file name of a still picture.
    var name: String?
    var faces: [FaceBox]
    /// As read in this picture; empty when no face was read.
    var probabilities: [String: Double]
    /// The same, smoothed over time: what the music follows.
    var weights: [String: Double]
    var valence: Double
    var arousal: Double
    /// Confidence of the reading; 0 without one.
    var confidence: Double
    var mood: String
    var state: String
    /// Processor time: `decode`, `detect`, `read`.
    var milliseconds: [String: Double]

    /// - Parameter snapshot: just after a picture was seen.
    init?(_ snapshot: Snapshot) {
        guard let sight = snapshot.sight else { return nil }
        seconds = sight.seconds
        name = sight.name
        faces = FaceBox.all(in: sight)
        probabilities = sight.expression?.named ?? [:]
        weights = snapshot.weights.named
        valence = Double(snapshot.place.valence)
        arousal = Double(snapshot.place.arousal)
        confidence = Double(sight.expression?.confidence ?? 0)
        mood = snapshot.mood.name
        state = snapshot.state.name
        milliseconds = [
            "decode": sight.decodeMilliseconds, "detect": sight.detectMilliseconds, "read": sight.readMilliseconds,
        ]
    }

    /// For people.
    var words: String {
        let place = name.map(FileName.printable) ?? String(printf: "%8.3f s", seconds)
        let state = "\(state), mood \(mood)"
        guard !probabilities.isEmpty, let face = faces.first(where: \.read) else { return "\(place)  \(state)" }
        let five = Expression.allCases.map { $0.name + String(printf: " %.2f", probabilities[$0.name] ?? 0) }
            .joined(separator: "  ")
        let others = faces.count > 1 ? " of \(faces.count)" : ""
        return "\(place)  \(five)  \(state)  face \(face.id)\(others), \(face.width)×\(face.height) at \(face.x),\(face.y)"
    }
}

/// Requires what a plot needs; other keys may be missing.
extension WatchLine: Decodable {
    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        seconds = try values.decode(Double.self, forKey: .seconds)
        faces = try values.decode([FaceBox].self, forKey: .faces)
        probabilities = try values.decode([String: Double].self, forKey: .probabilities)
        weights = try values.decode([String: Double].self, forKey: .weights)
        mood = try values.decode(String.self, forKey: .mood)
        milliseconds = try values.decode([String: Double].self, forKey: .milliseconds)
        name = try values.decodeIfPresent(String.self, forKey: .name)
        state = try values.decodeIfPresent(String.self, forKey: .state) ?? ""
        valence = try values.decodeIfPresent(Double.self, forKey: .valence) ?? 0
        arousal = try values.decodeIfPresent(Double.self, forKey: .arousal) ?? 0
        confidence = try values.decodeIfPresent(Double.self, forKey: .confidence) ?? 0
    }
}
