import CMath

/// Hears beats in frames of features: for every second frame the probability that a beat falls on it, and a bar's first beat.
///
/// A temporal convolution network (Davies & Böck 2019): a layer that halves the rate, residual blocks that look 1, 2, 4 … frames
/// apart, and a head. It sees the future as well as the past; what it may see of either is `reach`. All memory is allocated in
/// `init`, none by a run. Not for two threads at once.
public final class BeatNetwork {
    /// Numbers of a frame of features.
    public let bands: Int
    /// Output frames before and after one that its answer depends on; features alike, twice as many.
    public let reach: Int
    /// The longest window, in output frames.
    public let mostFrames: Int
    /// The features of a window, two frames for each output, `bands` numbers each: fill it, then `run`.
    public let features: UnsafeMutablePointer<Float>
    /// After `run`, for each output frame the probabilities of a beat and of a bar's first beat.
    public let probabilities: UnsafePointer<Float>

    private let width: Int
    /// Frames of silence kept before and after each layer's values.
    private let margin: Int
    private let memory: [UnsafeMutablePointer<Float>]
    private let first: BeatLayer
    private let blocks: [(wide: BeatLayer, point: BeatLayer)]
    private let head: [Float]
    private let featureMargin: Int

    /// - Parameter mostFrames: the longest window, in output frames, at least 16.
    public init(_ weights: BeatWeights, mostFrames: Int) {
        precondition(mostFrames >= 16, "a window of less than 16 frames")
        bands = weights.bands
        width = weights.width
        self.mostFrames = mostFrames
        let half = weights.kernel / 2
        reach = weights.reach
        margin = half << (weights.blocks - 1)
        featureMargin = half
        let (bands, width, kernel) = (bands, width, weights.kernel)
        func zeroed(_ count: Int) -> UnsafeMutablePointer<Float> {
            let numbers = UnsafeMutableRawPointer.allocate(byteCount: count * 4, alignment: 64).bindMemory(to: Float.self, capacity: count)
            numbers.initialize(repeating: 0, count: count)
            return numbers
        }
        // A group of four frames may reach beyond the window.
        let frames = mostFrames + 4
        let values = (frames + 2 * margin) * width + Border.slackFloats
        memory = [
            zeroed((2 * frames + 2 * featureMargin) * bands + Border.slackFloats), zeroed(values), zeroed(values),
            zeroed(frames * width + Border.slackFloats), zeroed(2 * mostFrames),
        ]
        features = memory[0] + featureMargin * bands
        probabilities = UnsafePointer(memory[4])
        var layers: [(wide: BeatLayer, point: BeatLayer)] = []
        var next = kernel * bands * width + width
        first = weights.numbers.withUnsafeBufferPointer { numbers in
            for block in 0..<weights.blocks {
                let wide = BeatLayer(
                    numbers.baseAddress! + next, taps: kernel, inputs: width, outputs: width, dilation: 1 << block, relu: true,
                    mostFrames: mostFrames)
                next += kernel * width * width + width
                let point = BeatLayer(
                    numbers.baseAddress! + next, taps: 1, inputs: width, outputs: width, relu: false, mostFrames: mostFrames)
                next += width * width + width
                layers.append((wide: wide, point: point))
            }
            return BeatLayer(
                numbers.baseAddress!, taps: kernel, inputs: bands, outputs: width, stride: 2, relu: true, mostFrames: mostFrames)
        }
        blocks = layers
        head = Array(weights.numbers[next...])
    }

    deinit { for numbers in memory { numbers.deallocate() } }

    /// Computes `frames` outputs from `features`; before the window and after it the network sees silence, so that within `reach` of
    /// an edge that is not the song's own the answers are not those of the whole song.
    /// - Parameters:
    ///   - frames: outputs, up to `mostFrames`.
    ///   - featureFrames: frames in `features`, 2 · frames or one less.
    public func run(frames: Int, featureFrames: Int) {
        guard frames > 0, frames <= mostFrames, featureFrames <= 2 * frames else { return }
        let rest = (2 * (mostFrames + 4) + featureMargin - featureFrames) * bands
        (features + featureFrames * bands).update(repeating: 0, count: rest)
        var (x, y) = (memory[1] + margin * width, memory[2] + margin * width)
        let hidden = memory[3]
        first.run(features, frames: frames, into: x)
        for block in blocks {
            // Silence after the window, also where a longer one was before, and where the last group went too far.
            (x + frames * width).update(repeating: 0, count: margin * width)
            block.wide.run(x, frames: frames, into: hidden)
            block.point.run(hidden, frames: frames, addend: x, into: y)
            swap(&x, &y)
        }
        answer(x, frames)
    }

    private func answer(_ x: UnsafePointer<Float>, _ frames: Int) {
        let probabilities = memory[4]
        head.withUnsafeBufferPointer { head in
            for frame in 0..<frames {
                var (beat, bar) = (head[2 * width], head[2 * width + 1])
                for channel in 0..<width {
                    beat += x[frame * width + channel] * head[2 * channel]
                    bar += x[frame * width + channel] * head[2 * channel + 1]
                }
                probabilities[2 * frame] = 1 / (1 + math_expf(-beat))
                probabilities[2 * frame + 1] = 1 / (1 + math_expf(-bar))
            }
        }
    }
}
