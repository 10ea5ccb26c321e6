import Foundation
import Mood
import Session

/// What `watch` says of one picture.
struct WatchLine: Encodable {
    struct Box: Encodable {
        /// The same number for the same face.
        var id: Int
        var x: Int, y: Int, width: Int, height: Int, neighbors: Int
        /// Whether it counts for the probabilities.
        var read: Bool
    }

    var seconds = 0.0
    /// Of a still picture.
    var name: String?
    var faces: [Box] = []
    /// As read in this picture; empty when no face was.
    var probabilities: [String: Double] = [:]
    /// The same smoothed over time: what moves the music.
    var weights: [String: Double] = [:]
    var valence = 0.0
    var arousal = 0.0
    /// Of the reading; 0 without one.
    var confidence = 0.0
    var mood = ""
    var state = ""
    /// Processor time: `decode`, `detect`, `read`.
    var milliseconds: [String: Double] = [:]

    init() {}

    init(_ sight: Sight, _ tracker: MoodTracker, decodeMilliseconds: Double) {
        seconds = sight.seconds
        name = sight.name
        faces = sight.faces.map { face in
            Box(
                id: face.id, x: face.rect.x, y: face.rect.y, width: face.rect.width, height: face.rect.height,
                neighbors: face.neighbors, read: sight.readings.contains { $0.face == face.id })
        }
        probabilities = sight.expression.map(WatchLine.named) ?? [:]
        weights = WatchLine.named(tracker.weights)
        valence = Double(tracker.weights.valence)
        arousal = Double(tracker.weights.arousal)
        confidence = Double(sight.expression?.confidence ?? 0)
        mood = tracker.named.name
        state = sight.state.name
        milliseconds = ["decode": decodeMilliseconds, "detect": sight.detectMilliseconds, "read": sight.readMilliseconds]
    }

    static func named(_ weights: ExpressionWeights) -> [String: Double] {
        Dictionary(uniqueKeysWithValues: Expression.allCases.map { ($0.name, Double(weights[$0])) })
    }

    /// For people.
    var words: String {
        let place = name ?? String(format: "%8.3f s", seconds)
        guard !probabilities.isEmpty, let face = faces.first(where: \.read) else { return "\(place)  \(state), mood \(mood)" }
        let five = Expression.allCases.map { String(format: "%@ %.2f", $0.name, probabilities[$0.name] ?? 0) }.joined(separator: "  ")
        let others = faces.count > 1 ? " of \(faces.count)" : ""
        return "\(place)  \(five)  \(state), mood \(mood)  face \(face.id)\(others), \(face.width)×\(face.height) at \(face.x),\(face.y)"
    }
}
