import DSP

/// From the session's rate to that of a card which came back with another one, while it plays.
struct CardBridge: ~Copyable {
    private var resampler: Resampler
    private let block = StereoBlock(frames: Resampler.maximumFrames)
    /// Session frames a card frame.
    let step: Double

    init(sessionRate: Double, cardRate: Double) {
        step = sessionRate / cardRate
        resampler = Resampler(step: step, rate: cardRate, octaves: 0)
    }

    /// Plays what is still held back, with silence behind it.
    mutating func flush(play: (UnsafePointer<Float>, Int) -> Bool) -> Bool {
        let frames = Int(step * Double(2 * Resampler.maximumFrames)) + Resampler.maximumFrames
        let silence = [Float](repeating: 0, count: 2 * frames)
        return convert(silence, frames: frames, play: play)
    }

    /// Takes all of `interleaved`; `play` gets what comes of it, some frames at a time, until it answers false.
    mutating func convert(
        _ interleaved: UnsafePointer<Float>, frames: Int, play: (UnsafePointer<Float>, Int) -> Bool
    ) -> Bool {
        var done = 0
        while true {
            let needed = resampler.framesNeeded(Resampler.maximumFrames)
            guard needed > 0 else {
                resampler.process(left: block.left, right: block.right, frames: Resampler.maximumFrames)
                block.interleave(frames: Resampler.maximumFrames, channels: 2)
                guard play(block.interleaved, Resampler.maximumFrames) else { return false }
                continue
            }
            let count = min(needed, frames - done, block.capacityFrames)
            guard count > 0 else { return true }
            deinterleave(interleaved + 2 * done, channels: 2, frames: count, left: block.left, right: block.right)
            resampler.push(left: block.left, right: block.right, frames: count)
            done += count
        }
    }
}
