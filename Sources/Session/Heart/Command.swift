import Mood

/// Anything that a person or another program can ask of a running session; a key, an OSC message or a POST all send these.
/// A command that cannot act is answered by the event `refused`, with the reason.
public enum Command: Equatable, Sendable {
    /// Plays this mood until `release`, whatever the face shows and even if nobody is there; ends a panic.
    case hold(Expression)
    /// Plays these weights, which sum to 1, in place of those of a face, until `release`; each replaces the ones before. Ends a panic.
    case weigh(ExpressionWeights)
    /// The music follows the face again.
    case release
    /// Plays another of the loaded maps, by name.
    case map(String)
    /// Plays the map after the current one, in turn.
    case nextMap
    /// 0 … 1: how far the music follows the face.
    case amount(Float)
    /// Whether the music matches the mood or counters it.
    case policy(Policy)
    /// When key, tempo and effect change; nil: as the map says.
    case quantise(Quantise?)
    /// Plays another song (`theme` or a file) from its beginning: the music fades, then a new session starts with the settings of
    /// the first one; what commands have changed since is dropped.
    case song(String)
    /// Plays the next song of the list, from its beginning: it comes in on a bar, while the one before fades out.
    case nextSong
    /// The same of the song before it.
    case previousSong
    /// dB, −60 (silence) … 12.
    case volume(Float)
    /// Fades out within 0.3 s and stands still until `resume`.
    case pause
    /// Fades in where `pause` or `panic` has faded out.
    case resume
    /// A beat is heard now: the grid moves so that its nearest one is here; of several in a row the mean counts. Kept for the song.
    case tap
    /// The beats are again where they were found.
    case resetTap
    /// The face with this number no longer counts; `regard` lets it count again.
    case ignore(face: Int)
    /// The face with this number counts again.
    case regard(face: Int)
    /// Takes what the face shows for `seconds` (0.5 … 60) as this person's neutral.
    case calibrate(name: String, seconds: Double)
    /// Takes what the face shows as this person's five expressions, one after another, each held for `seconds` (0.5 … 60).
    case calibrateAll(name: String, seconds: Double)
    /// Starts or stops recording the sound.
    case recordSound(Bool)
    /// Starts or stops recording the session's numbers.
    case recordSession(Bool)
    /// Sets one number of a mood in the map that plays; of a choice, the index.
    case tune(Expression, MoodField, Double)
    /// What the amounts of the map that plays follow.
    case blend(Blend)
    /// When the map that plays changes key, tempo and effect.
    case tuneQuantise(Quantise)
    /// Takes back the last change of the map that plays.
    case undo
    /// Makes the change again that was taken back last.
    case redo
    /// Whether the map plays as it was saved, to be compared with what has been changed since.
    case compare(Bool)
    /// Writes the map that plays to a file under this name, beside the others, and plays that from then on.
    case saveMap(String)
    /// The piece itself at once, dry and in its own key and tempo, and silence within 0.3 s; until `release`, `hold` or `resume`.
    case panic
    /// Ends the session.
    case stop

    /// What the music does with the mood of the face.
    public enum Policy: UInt8, Sendable {
        /// The music shows the mood.
        case match
        /// The music counters a low mood: it answers a sad face as if it were happy, and an angry one as if it were neutral.
        case lift
    }

    /// Changes the numbers of a map, which a locked session refuses.
    public var isTuning: Bool {
        switch self {
        case .tune, .blend, .tuneQuantise, .undo, .redo, .compare, .saveMap: true
        default: false
        }
    }

    /// Whether a map may be saved under this name: letters, digits, spaces, dashes, underscores and dots, none of the last four first.
    public static func isMapName(_ name: String) -> Bool {
        guard (1...64).contains(name.utf8.count), let first = name.utf8.first, isLetterOrDigit(first) else { return false }
        return name.utf8.allSatisfy { byte in
            isLetterOrDigit(byte) || [UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ".")].contains(byte)
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }

    /// Whether a calibration may be called so: a name becomes part of a path, and what could lead elsewhere is refused.
    public static func isName(_ name: String) -> Bool {
        guard (1...64).contains(name.utf8.count), let first = name.utf8.first else { return false }
        guard first != UInt8(ascii: "."), first != UInt8(ascii: "-") else { return false }
        return !name.utf8.contains { $0 == UInt8(ascii: "/") || $0 < 32 || $0 == 127 }
    }
}
