import Cascade
import Tensor

/// Whose face moves the music when there are several.
public enum FaceChoice: String, CaseIterable, Sendable {
    /// The one nearest the camera.
    case largest
    /// The one that has been in sight longest, until it is forgotten.
    case first
    /// Everybody: the mean of all faces' readings.
    case all
}

/// Remembers its choice, so that it does not flicker between faces.
struct Chooser {
    /// Hysteresis: another face must be this much wider to count as nearer, or two people side by side would alternate.
    private static let nearer = 1.2

    /// How long to wait for the chosen face: a missed detection is not a change of person.
    private static let patienceSeconds = 0.4

    private let choice: FaceChoice
    private var chosen: Int?

    init(_ choice: FaceChoice) { self.choice = choice }

    /// The faces that count; empty while waiting for the chosen one to come back.
    /// - Parameters:
    ///   - faces: in sight, largest first.
    ///   - ignored: faces that neither count nor are waited for.
    ///   - absence: seconds since a face was in sight, nil once the tracker has forgotten it.
    mutating func choose(
        from all: [TrackedFace], ignoring ignored: Set<Int> = [], absence: (Int) -> Double?
    ) -> [TrackedFace] {
        let faces = ignored.isEmpty ? all : all.filter { !ignored.contains($0.id) }
        if let face = chosen, ignored.contains(face) { chosen = nil }
        guard choice != .all, let largest = faces.first else { return faces }
        let old = faces.first { $0.id == chosen }
        let gone = chosen.flatMap(absence) ?? .infinity
        switch choice {
        case .all: return faces
        case .largest:
            if let old, Double(largest.rect.width) < Chooser.nearer * Double(old.rect.width) { return [old] }
            if old == nil, gone < Chooser.patienceSeconds { return [] }
            chosen = largest.id
            return [largest]
        case .first:
            if let old { return [old] }
            if gone.isFinite { return [] }
            let longest = faces.min { $0.id < $1.id } ?? largest
            chosen = longest.id
            return [longest]
        }
    }
}
