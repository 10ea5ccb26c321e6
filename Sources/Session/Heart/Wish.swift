import DSP
import Mood

/// What the player is to play; the newest wish replaces all earlier ones.
public struct Wish: BitwiseCopyable, Equatable, Sendable {
    /// What is to sound.
    public var parameters: ChainParameters
    /// When key, tempo and the kind of effect change.
    public var quantise: Quantise
    /// The part of the gain that compensates for key, tempo and effect, and so waits with them; dB.
    public var structureDecibels: Float = 0
    /// The tempo follows another's clock: it changes at once.
    public var tempoIsGiven = false
    /// Which of the player's songs is to sound; another one than before is cross-faded.
    public var song = 0
    /// Which of them is the session's own, and keeps in step while a mood's song sounds; another one than before begins at its beginning.
    public var main = 0
    /// Where the song that plays is to go on.
    public var move = SongMove()
    /// The part of the gain that belongs to the session and not to a song and its mood, −60 dB (silence) and above: a song that leaves
    /// follows it, too.
    public var levelDecibels: Float = 0
    /// Session second of the first picture to which what acts at once answers, and of the one in which the named mood first showed;
    /// `nobody` where it answers no face. They ride along so that the session can tell when it is heard.
    var shownAt = Wish.nobody
    var moodShownAt = Wish.nobody
    /// A grid found since the session started; the session keeps its memory alive until the player has ended.
    var marks: BeatMarks?

    /// Before any picture.
    static var nobody: Double { @_noLocks get { -1e9 } }

    /// `marks` is the grid that changes wait for from now on; nil keeps the one in use.
    public init(parameters: ChainParameters, quantise: Quantise, structureDecibels: Float = 0, marks: BeatMarks? = nil) {
        self.parameters = parameters
        self.quantise = quantise
        self.structureDecibels = structureDecibels
        self.marks = marks
    }

    /// What the song and its mood add to the gain; dB.
    var ownDecibels: Float { @_noLocks get { parameters.gainDecibels - levelDecibels } }

    /// Ignores what rides along: a new grid or picture alone is no reason to post.
    public static func == (one: Wish, other: Wish) -> Bool {
        one.parameters == other.parameters && one.quantise == other.quantise && one.structureDecibels == other.structureDecibels
            && one.song == other.song && one.main == other.main && one.move == other.move
    }
}
