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

extension FaceChoice {
    /// The face of a picture that stands alone: the largest of those with evidence enough.
    public static func largest(of faces: [TrackedFace]) -> TrackedFace? { Chooser.credible(faces).first }
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
    ///   - all: in sight, largest first.
    ///   - ignored: faces that neither count nor are waited for.
    ///   - absence: seconds since a face was in sight, nil once the tracker has forgotten it.
    mutating func choose(
        from all: [TrackedFace], ignoring ignored: Set<Int> = [], absence: (Int) -> Double?
    ) -> [TrackedFace] {
        if let face = chosen, ignored.contains(face) { chosen = nil }
        let faces = Chooser.credible(ignored.isEmpty ? all : all.filter { !ignored.contains($0.id) })
        guard choice != .all, let largest = faces.first else { return faces }
        let old = faces.first { $0.id == chosen }
        // One that is in sight but not credible beside the others is not waited for.
        let gone = all.contains { $0.id == chosen } ? .infinity : chosen.flatMap(absence) ?? .infinity
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

    /// With less than this share of the best face's evidence, a box beside it is no face. Size alone must not decide: of the boxes in
    /// which the cascade is mistaken most are large and have few neighbours (a shoe 8, where the face beside it had 110).
    private static let likelyShare = 0.3

    /// The faces worth choosing from, in their order: none that has turned away. Evidence is the number of neighbours over time, none
    /// while a box is not found, so it holds both how sure the cascade is and how steadily it finds it. What never moves is left out where
    /// something else moves: a painting is as good a face as any, but nobody in it will ever smile. Alone, it may count.
    static func credible(_ all: [TrackedFace]) -> [TrackedFace] {
        let faces = all.filter { !$0.isTurnedAway }
        guard faces.count > 1 else { return faces }
        let most = faces.reduce(0) { max($0, $1.evidence) }
        let likely = faces.filter { $0.evidence >= likelyShare * most }
        let living = likely.filter { $0.hasMoved }
        return living.isEmpty ? likely : living
    }
}
