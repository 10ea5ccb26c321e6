/// The song goes to another place: it fades out within some milliseconds, is silent until it has been read up to there, and fades in.
/// Counted in output frames, so that the way the output is cut into calls does not matter.
struct MoveFade {
    private enum State { case rests, falls, isAway, rises }

    private static var fadeFrames: Int { @_noLocks get { 512 } }

    private var state = State.rests
    private var done = 0

    /// Whether the song has left its place and waits for the next.
    var isAway: Bool { @_noLocks get { if case .isAway = state { true } else { false } } }
    private var isMoving: Bool { @_noLocks get { if case .rests = state { false } else { true } } }

    /// Frames until something else is to happen.
    var framesLeft: Int {
        @_noLocks get {
            switch state {
            case .falls, .rises: MoveFade.fadeFrames - done
            case .rests, .isAway: Int.max
            }
        }
    }

    /// Nothing changes while it is away already.
    @_noLocks mutating func leave() { if !isAway { (state, done) = (.falls, 0) } }

    @_noLocks mutating func arrive() { (state, done) = (.rises, 0) }

    /// At most `framesLeft` frames.
    @_noLocks mutating func apply(_ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, frames: Int) {
        if !isMoving { return }
        var falls = false
        if case .falls = state { falls = true }
        for index in 0..<frames {
            let share = Float(done + index) / Float(MoveFade.fadeFrames)
            let gain = falls ? 1 - share : share
            left[index] *= gain
            right[index] *= gain
        }
        done += frames
        if done == MoveFade.fadeFrames { (state, done) = (falls ? .isAway : .rests, 0) }
    }
}
