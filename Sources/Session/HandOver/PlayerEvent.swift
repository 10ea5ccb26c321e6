import DSP

/// What the player reports to the session.
struct PlayerEvent: BitwiseCopyable, Sendable {
    /// The parameters take effect at this frame.
    var outputFrame: Int64
    /// Source frame heard there, counted on through every pass of the loop.
    var sourcePosition: Double
    var parameters: ChainParameters
    /// Of the wish: the picture that this answers.
    var shownAt: Double
    /// The change has waited for a beat.
    var waited: Bool
    /// This song comes in here; −1 when it is the one before.
    var entering = -1
    /// A bar was asked for and is too far away.
    var missedBar = false
}
