import Cascade

/// Notices, once, that the camera lies on its side: a head does so for a moment, a camera for longer.
struct SidewaysCamera: Sendable {
    private static let patienceSeconds = 3.0
    /// Since when the face that counts has lain on its side.
    private var since: Double?
    private var isSaid = false

    /// - Returns: the clockwise turn, in degrees, that brings the picture upright; only the first time.
    mutating func see(_ sight: Sight, at now: Double) -> Int? {
        guard let face = sight.readFace, abs(face.degrees) > 60, sight.name == nil else {
            since = nil
            return nil
        }
        let begin = since ?? now
        since = begin
        guard now - begin >= SidewaysCamera.patienceSeconds, !isSaid else { return nil }
        isSaid = true
        return face.degrees > 0 ? 270 : 90
    }
}
