import DSP

/// What the player reports to main.
struct PlayerEvent: BitwiseCopyable, Sendable {
    enum Kind: UInt8, BitwiseCopyable, Sendable {
        /// `parameters` act from `outputFrame` on.
        case applied
        /// Underrun of the song: silence was rendered instead.
        case starved
    }
    var kind: Kind
    var outputFrame: Int64
    /// Source frame heard there, counted on through every pass of the loop.
    var sourcePosition: Double
    var parameters: ChainParameters
}
