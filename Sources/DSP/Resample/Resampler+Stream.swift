/// A resampler on its own: ask `framesNeeded`, `push` that many frames, then `process`. Input frame 0 lies at output frame 0.
extension Resampler {
    /// The most frames one `process` makes.
    public static var maximumFrames: Int { @_noLocks get { 64 } }

    /// Input frames to push before the next `outputFrames` (0…`maximumFrames`) frames can be processed.
    @_noLocks
    public func framesNeeded(_ outputFrames: Int) -> Int {
        precondition(outputFrames >= 0 && outputFrames <= Self.maximumFrames, "Resampler makes 0…maximumFrames frames at once")
        return max(0, inputNeeded(outputFrames) - input.written)
    }

    /// Takes input frames, at most what `framesNeeded` answered.
    @_noLocks
    public mutating func push(left: UnsafePointer<Float>, right: UnsafePointer<Float>, frames: Int) {
        input.write(left: left, right: right, frames: max(0, min(frames, input.capacity)))
    }

    /// Makes exactly `frames` (0…`maximumFrames`) output frames; how they are cut into calls does not change them.
    @_noLocks
    public mutating func process(left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int) {
        precondition(frames >= 0 && frames <= Self.maximumFrames, "Resampler makes 0…maximumFrames frames at once")
        var done = 0
        while done < frames {
            let phase = streamed & 15
            if phase == 0 { tick() }
            let count = min(16 - phase, frames - done)
            _ = plan(count)
            process(blockLeft, blockRight, frames: count, phase: phase)
            (left + done).copy(from: blockLeft, count: count)
            (right + done).copy(from: blockRight, count: count)
            streamed += count
            done += count
        }
    }
}
