import AllocationCounter
import DSP

/// A whole piece through a chain that changes its tempo and key and nothing else, in quanta, as a session plays it.
struct StretchRun {
    struct Outcome {
        /// Interleaved stereo, as long as the tempo makes it.
        var sound: [Float]
        /// Processor time of the thread.
        var microseconds: Double
        var allocations: Int
    }

    let quality: StretchQuality
    let tempo: Double
    let semitones: Float
    let rate: Double

    /// - Parameter sound: interleaved stereo; zeros follow it.
    func stretch(_ sound: [Float]) -> Outcome {
        let count = sound.count / 2
        let padding = Int(4 * rate)
        let left = (0..<count + padding).map { $0 < count ? sound[2 * $0] : 0 }
        let right = (0..<count + padding).map { $0 < count ? sound[2 * $0 + 1] : 0 }
        let frames = Int((Double(count) / tempo).rounded())
        var chain = Chain(
            sourceRate: rate, outputRate: rate, parameters: ChainParameters(semitones: semitones, tempo: tempo), quality: quality)
        let skipped = chain.latencyFrames
        let total = frames + skipped + Chain.maximumFrames
        var outLeft = [Float](repeating: 0, count: total)
        var outRight = outLeft
        var microseconds = 0.0
        var allocations = 0
        left.withUnsafeBufferPointer { left in
            right.withUnsafeBufferPointer { right in
                outLeft.withUnsafeMutableBufferPointer { outLeft in
                    outRight.withUnsafeMutableBufferPointer { outRight in
                        guard let l = left.baseAddress, let r = right.baseAddress, let toLeft = outLeft.baseAddress,
                            let toRight = outRight.baseAddress
                        else { return }
                        var taken = 0
                        let allocated = allocation_count()
                        let start = ProcessorClock.microseconds
                        for done in stride(from: 0, to: frames + skipped, by: Chain.maximumFrames) {
                            let needed = chain.framesNeeded(Chain.maximumFrames)
                            let place = min(taken, left.count - needed)
                            chain.push(left: l + place, right: r + place, frames: needed)
                            taken += needed
                            chain.process(left: toLeft + done, right: toRight + done, frames: Chain.maximumFrames)
                        }
                        microseconds = ProcessorClock.microseconds - start
                        allocations = Int(allocation_count() - allocated)
                    }
                }
            }
        }
        let result = (0..<2 * frames).map { ($0 % 2 == 0 ? outLeft : outRight)[skipped + $0 / 2] }
        return Outcome(sound: result, microseconds: microseconds, allocations: allocations)
    }
}
