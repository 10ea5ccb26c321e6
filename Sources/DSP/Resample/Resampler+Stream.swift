/// A resampler on its own: ask `framesNeeded`, `push` that many frames, then `process`. Input frame 0 lies at output frame 0.
extension Resampler {
    /// Input frames to push before the next `outputFrames` (1…64) frames can be processed.
    @_noLocks
    public func framesNeeded(_ outputFrames: Int) -> Int { max(0, inputNeeded(max(0, min(outputFrames, 64))) - input.written) }

    /// Takes input frames, at most what `framesNeeded` answered.
    @_noLocks
    public mutating func push(left: UnsafePointer<Float>, right: UnsafePointer<Float>, frames: Int) {
        input.write(left: left, right: right, frames: max(0, min(frames, input.capacity)))
    }

    /// Makes exactly `frames` (1…64) output frames; how they are cut into calls does not change them.
    @_noLocks
    public mutating func process(left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int) {
        let wanted = max(0, min(frames, 64))
        var done = 0
        while done < wanted {
            let phase = streamed & 15
            if phase == 0 { tick() }
            let count = min(16 - phase, wanted - done)
            _ = plan(count)
            process(blockLeft, blockRight, frames: count, phase: phase)
            (left + done).copy(from: blockLeft, count: count)
            (right + done).copy(from: blockRight, count: count)
            streamed += count
            done += count
        }
    }
}
