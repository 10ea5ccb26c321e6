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
    /// A grid found since the session started; the session keeps its memory alive until the player has ended.
    var marks: BeatMarks?

    /// `marks` is the grid that changes wait for from now on; nil keeps the one in use.
    public init(parameters: ChainParameters, quantise: Quantise, structureDecibels: Float = 0, marks: BeatMarks? = nil) {
        self.parameters = parameters
        self.quantise = quantise
        self.structureDecibels = structureDecibels
        self.marks = marks
    }

    /// Ignores `marks`: a new grid alone is no reason to post, it travels with the next wish.
    public static func == (one: Wish, other: Wish) -> Bool {
        one.parameters == other.parameters && one.quantise == other.quantise && one.structureDecibels == other.structureDecibels
    }
}
