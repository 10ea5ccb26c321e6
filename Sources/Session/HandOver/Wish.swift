import DSP
import Mood

/// What main wishes the player to play: the newest replaces all older ones.
struct Wish: BitwiseCopyable, Sendable {
    var parameters: ChainParameters
    var quantise: Quantise
    /// The part of the gain that makes up for key, tempo and effect, and so waits with them.
    var structureDecibels: Float = 0
    /// A grid found since the session began; main keeps its memory until the player has ended.
    var marks: BeatMarks?
}

/// What the player tells main.
struct PlayerEvent: BitwiseCopyable, Sendable {
    enum Kind: UInt8, BitwiseCopyable, Sendable {
        /// `parameters` act from `outputFrame` on.
        case applied
        /// The song's data came too late; silence stands in its place.
        case starved
    }
    var kind: Kind
    var outputFrame: Int64
    /// Source frame heard there, counted on through every pass of the loop.
    var sourcePosition: Double
    var parameters: ChainParameters
}

/// A stretch of the song in memory, planar stereo; passed from feeder to player and back, each owning it in turn.
struct SongBlock: BitwiseCopyable, @unchecked Sendable {
    static var capacityFrames: Int { @_noLocks get { 4096 } }
    var left: UnsafeMutablePointer<Float>
    var right: UnsafeMutablePointer<Float>
    var frames: Int
    /// Nothing comes after this block: the song ended and does not loop.
    var isLast: Bool
}
