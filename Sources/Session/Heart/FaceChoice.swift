import Cascade
import Tensor

/// Whose face moves the music when there are several.
public enum FaceChoice: String, CaseIterable, Sendable {
    /// The one nearest to the camera.
    case largest
    /// The one that has been there longest, until it is gone.
    case first
    /// Everybody: the mean of what all faces show.
    case all
}

/// Remembers who was chosen, so that the choice does not jump between faces.
struct Chooser {
    /// Another face must be so much wider before it counts as nearer: two people side by side do not take turns.
    private static let nearer = 1.2

    /// The chosen face is waited for so long when it turns away: a blink of the cascade is no change of person.
    private static let patienceSeconds = 0.4

    private let choice: FaceChoice
    private var chosen: Int?

    init(_ choice: FaceChoice) { self.choice = choice }

    /// Nobody while the chosen face is waited for.
    /// - Parameters:
    ///   - faces: in sight, largest first.
    ///   - ignored: these neither count nor are waited for.
    ///   - absence: seconds since a face was in sight, nil when it is forgotten.
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
