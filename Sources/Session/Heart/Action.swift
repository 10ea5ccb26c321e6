import Mood

/// What the edge is to do for the heart.
public enum Action: Sendable {
    /// Hand this to the player.
    case play(Wish)
    /// Measure how loud the moods of this mapping are.
    case measure(ParameterMapping)
    /// Try to open the lost sound card again. (A lost camera is opened by whoever watches it.)
    case reopenCard
    /// Read no expression in these faces.
    case ignore(faces: Set<Int>)
    /// End the session; go on with another song, if one is named.
    case stop(nextSong: String?)
}
