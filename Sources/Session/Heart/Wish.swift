import DSP
import Mood

/// What the player is to play: the newest wish replaces all older ones.
public struct Wish: BitwiseCopyable, Equatable, Sendable {
    public var parameters: ChainParameters
    /// When key, tempo and the kind of effect change.
    public var quantise: Quantise
    /// The part of the gain that makes up for key, tempo and effect, and so waits with them; dB.
    public var structureDecibels: Float = 0
    /// A grid found since the session began; main keeps its memory until the player has ended.
    var marks: BeatMarks?

    public init(parameters: ChainParameters, quantise: Quantise, structureDecibels: Float = 0, marks: BeatMarks? = nil) {
        self.parameters = parameters
        self.quantise = quantise
        self.structureDecibels = structureDecibels
        self.marks = marks
    }

    /// The same wish: a grid alone changes nothing, it travels with the next one.
    public static func == (one: Wish, other: Wish) -> Bool {
        one.parameters == other.parameters && one.quantise == other.quantise && one.structureDecibels == other.structureDecibels
    }
}
