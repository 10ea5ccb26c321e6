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
    /// The parameters are those of the song that fades out.
    var isOfLeaving = false
    /// A bar was asked for and is too far away.
    var missedBar = false

    /// What the heart is told of it.
    /// - Parameter hearing: when it is heard, of what answers a face.
    func facts(_ hearing: Hearing? = nil) -> [Fact] {
        if isOfLeaving { return [.leaving(frame: outputFrame, parameters: parameters)] }
        var facts: [Fact] = missedBar ? [.missedBar] : []
        if entering >= 0 { facts.append(.turned(frame: outputFrame, position: sourcePosition, song: entering)) }
        facts.append(.applied(frame: outputFrame, position: sourcePosition, parameters: parameters, hearing: hearing))
        return facts
    }
}
