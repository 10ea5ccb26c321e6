import Mood

/// What the heart asks the session's threads and devices to do.
public enum Action: Sendable {
    /// Post this to the player.
    case play(Wish)
    /// Measure the loudness of this mapping's moods on the song in a place of the player.
    case measure(ParameterMapping, song: Int)
    /// Open a song of the list, and put it into a place of the player that is free, or soon will be.
    case prepareSong(Int, place: Int)
    /// Try to reopen the lost sound card. (The watcher's thread reopens a lost camera.)
    case reopenCard
    /// Read no expression from these faces.
    case ignore(faces: Set<Int>)
    /// Look at pictures with these reliefs.
    case relieve([Relief])
    /// Let the player stand still, or go on.
    case standStill(Bool)
    /// Remember with the song in a place of the player by how many source frames its beats are moved; nil forgets it.
    case keepTap(frames: Double?, song: Int)
    /// Begin or end a recording of the sound.
    case recordSound(Bool)
    /// End the session, and continue with another song if one is named.
    case stop(nextSong: String?)
}
