/// A stretcher on its own: ask `framesNeeded`, `push` that many frames, then `process`.
///
///     var stretcher = Stretcher(rate: 44_100, speed: 0.5)          // half the tempo, the same key
///     let needed = stretcher.framesNeeded(64)                      // the first time much, then about 32
///     stretcher.push(left: source, right: source, frames: needed)
///     stretcher.process(left: left, right: right, frames: 64)
///
/// Output frame 0 is source frame 0: there is no latency, but some hundred milliseconds of the source are read ahead.
extension Stretcher {
    /// The most frames one `process` makes.
    public static var maximumFrames: Int { @_noLocks get { 64 } }

    /// Source frames to push before the next `outputFrames` (0…`maximumFrames`) frames can be processed; 0 when enough are there.
    @_noLocks
    public func framesNeeded(_ outputFrames: Int) -> Int {
        precondition(outputFrames >= 0 && outputFrames <= Self.maximumFrames, "Stretcher makes 0…maximumFrames frames at once")
        return max(0, sourceNeeded(upTo: produced + outputFrames) - pushed)
    }

    /// Takes source frames of two channels, at most what `framesNeeded` answered. Past the end of the source push zeros.
    @_noLocks
    public mutating func push(left: UnsafePointer<Float>, right: UnsafePointer<Float>, frames: Int) {
        push(left, right, frames: frames)
    }

    /// Makes exactly `frames` (0…`maximumFrames`) output frames; how they are cut into calls does not change them.
    @_noLocks
    public mutating func process(left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int) {
        precondition(frames >= 0 && frames <= Self.maximumFrames, "Stretcher makes 0…maximumFrames frames at once")
        let end = produced + frames
        var done = 0
        while done < frames {
            let run = nextRun(upTo: end)
            (left + done).copy(from: run.left, count: run.frames)
            (right + done).copy(from: run.right, count: run.frames)
            done += run.frames
        }
    }

    /// Source frame heard at the next output frame.
    public var sourcePosition: Double { @_noLocks get { position(of: produced, fraction: 0) } }
}
