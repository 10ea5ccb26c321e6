import Mood

/// Anything that a person or another program may want of a running session. A key, an OSC message or a POST sends the same ones.
/// What cannot act answers with `SessionEvent.refused` and the reason.
public enum Command: Equatable, Sendable {
    /// Plays this mood, whatever the face shows and even if nobody is there, until `release`; ends a panic.
    case hold(Expression)
    /// The music follows the face again.
    case release
    /// Plays another of the loaded maps, by its name; `nextMap` the one after the current.
    case map(String)
    case nextMap
    /// 0 … 1: how far the music follows the face.
    case amount(Float)
    /// Whether the music matches the mood or lifts it.
    case policy(Policy)
    /// When key, tempo and effect change; nil: as the map says.
    case quantise(Quantise?)
    /// Plays another song (`theme` or a file) from its beginning: the music fades, then a new session starts as the first one did,
    /// without what commands have changed since.
    case song(String)
    /// dB, −60 (silence) … 12.
    case volume(Float)
    case pause
    case resume
    /// A beat, tapped by hand.
    case tap
    /// The face of this number no longer counts, or counts again.
    case ignore(face: Int)
    case regard(face: Int)
    /// Takes what the face shows for so many seconds (0.5 … 60) as this person's neutral.
    case calibrate(name: String, seconds: Double)
    /// Starts or stops recording the sound, or the session's numbers.
    case recordSound(Bool)
    case recordSession(Bool)
    /// The piece itself, dry and in its own key and tempo, until `release` or `hold`. From when the player hears of it, 50 ms later at
    /// most and without a click.
    case panic
    /// Ends the session.
    case stop

    public enum Policy: UInt8, Sendable { case match, lift }
}
