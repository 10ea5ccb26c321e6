import Tensor

/// Finds tempo, beats and downbeats of a piece as it is heard: features, then a network that was trained on music, then the best path
/// through what it hears. In a piece of any length memory is bounded, but for the beats themselves. About 3 ms of one core for a
/// second of music.
public final class BeatFinder {
    private let features: BeatFeatures
    private let stream: BeatStream
    private let decoder: BeatDecoder
    private var heardFrames = 0

    /// - Parameters:
    ///   - weights: a network for `BeatFeatures.bands` bands.
    ///   - rate: sample rate of the input, in Hz.
    /// - Throws: when the network is for other features.
    public init(_ weights: BeatWeights, rate: Double) throws(ModelError) {
        guard weights.bands == BeatFeatures.bands else {
            throw ModelError(
                .unsupported, "find beats", "with a network for " + String(weights.bands) + " bands",
                "there are " + String(BeatFeatures.bands), next: "use Weights/beats.weights of this version")
        }
        features = BeatFeatures(rate: rate)
        stream = BeatStream(weights)
        decoder = BeatDecoder(rate: rate, stepFrames: features.hopFrames)
    }

    /// Hears `frames` samples of both channels; allocates, so not for the player's thread. Any block sizes give the same beats.
    public func hear(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, frames: Int) {
        features.hear(left, right, frames: frames)
        heardFrames += frames
        decoder.hear(stream.hear(features.take()))
    }

    /// What is known so far: all of the piece when this is called after `finish`, else what was heard as if the piece ended here.
    public var finding: BeatFinding { decoder.finding(rest: stream.rest(), sourceFrames: heardFrames) }

    /// Completes the last features. Call it once, after the last samples.
    public func finish() {
        features.finish()
        decoder.hear(stream.hear(features.take()))
    }
}
