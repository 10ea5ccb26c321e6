/// The memory of one block: planar for the chain, interleaved for files and sound cards.
struct StereoBlock: ~Copyable {
    let capacityFrames: Int
    let left: UnsafeMutablePointer<Float>
    let right: UnsafeMutablePointer<Float>
    let interleaved: UnsafeMutablePointer<Float>

    init(frames: Int) {
        capacityFrames = frames
        left = .allocate(capacity: frames)
        right = .allocate(capacity: frames)
        interleaved = .allocate(capacity: frames * 2)
        left.initialize(repeating: 0, count: frames)
        right.initialize(repeating: 0, count: frames)
        interleaved.initialize(repeating: 0, count: frames * 2)
    }

    deinit {
        left.deallocate()
        right.deallocate()
        interleaved.deallocate()
    }

    /// Silence in both planes.
    func clear() {
        left.update(repeating: 0, count: capacityFrames)
        right.update(repeating: 0, count: capacityFrames)
    }

    /// Copies planar to interleaved; with one channel, the mean of both sides (exact when they are equal).
    @_noLocks func interleave(frames: Int, channels: Int) {
        if channels == 1 {
            for frame in 0..<frames { interleaved[frame] = (left[frame] + right[frame]) * 0.5 }
        } else {
            for frame in 0..<frames {
                interleaved[2 * frame] = left[frame]
                interleaved[2 * frame + 1] = right[frame]
            }
        }
    }

    /// Largest magnitude in the first `frames` frames.
    @_noLocks func peak(frames: Int) -> Float {
        var peak: Float = 0
        for frame in 0..<frames {
            let magnitude = max(left[frame].magnitude, right[frame].magnitude)
            if magnitude > peak { peak = magnitude }
        }
        return peak
    }
}

/// Interleaved to planar; mono plays on both sides.
func deinterleave(
    _ interleaved: UnsafePointer<Float>, channels: Int, frames: Int, left: UnsafeMutablePointer<Float>,
    right: UnsafeMutablePointer<Float>
) {
    let second = channels > 1 ? 1 : 0
    for frame in 0..<frames {
        left[frame] = interleaved[frame * channels]
        right[frame] = interleaved[frame * channels + second]
    }
}
