/// A song of 16-bit samples in the caller's memory, over and over. Invariant: whoever opened the session keeps the samples until it is closed.
struct LoopedSamples {
    private let samples: UnsafePointer<Int16>
    private let frames: Int
    private let channels: Int
    private var next = 0

    /// - Parameters:
    ///   - frames: at least 1.
    ///   - channels: 1 or 2, interleaved.
    init(_ samples: UnsafePointer<Int16>, frames: Int, channels: Int) {
        self.samples = samples
        self.frames = frames
        self.channels = channels
    }

    /// The next `count` frames, planar.
    @_noLocks mutating func read(left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, count: Int) {
        let second = channels - 1
        var frame = 0
        while frame < count {
            let source = samples + next * channels
            left[frame] = Float(source[0]) * 0x1p-15
            right[frame] = Float(source[second]) * 0x1p-15
            next = next + 1 == frames ? 0 : next + 1
            frame += 1
        }
    }
}
