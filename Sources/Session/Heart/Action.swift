import Mood

/// What the heart asks the session's threads and devices to do.
public enum Action: Sendable {
    /// Post this to the player.
    case play(Wish)
    /// Measure the loudness of this mapping's moods on the song.
    case measure(ParameterMapping)
    /// Try to open a lost device again.
    case reopen(Device)
    /// Read no expression from these faces.
    case ignore(faces: Set<Int>)
    /// End the session, and continue with another song if one is named.
    case stop(nextSong: String?)
}
