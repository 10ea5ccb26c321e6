/// Runs the beat network over a song of any length as its features arrive, window by window: each overlaps its neighbours by the
/// network's reach, so that the answers are those of the whole song at once. Holds one window of features.
public final class BeatStream {
    /// Output frames that a window settles: half of its work is overlap.
    public static let chunkFrames = 2048

    /// Numbers of a frame of features.
    public var bands: Int { network.bands }
    /// Frames of features held at the moment.
    public var heldFrames: Int { held.count / network.bands }
    /// Settled output frames so far.
    public private(set) var settledFrames = 0

    private let network: BeatNetwork
    private let chunkFrames: Int
    private var held: [Float] = []
    /// The output frame that the first held pair of features belongs to.
    private var heldStart = 0

    /// - Parameter chunkFrames: output frames that a window settles; any number gives the same answers.
    public init(_ weights: BeatWeights, chunkFrames: Int = BeatStream.chunkFrames) {
        network = BeatNetwork(weights, mostFrames: chunkFrames + 2 * weights.reach)
        self.chunkFrames = chunkFrames
    }

    /// Takes whole frames of features.
    /// - Returns: what they settle: for every second frame the probabilities of a beat and of a bar's first beat.
    public func hear(_ features: [Float]) -> [Float] {
        held += features
        var settled: [Float] = []
        while heldStart + heldFrames / 2 >= settledFrames + chunkFrames + network.reach {
            settled += window(to: settledFrames + chunkFrames + network.reach, keeping: chunkFrames)
            settledFrames += chunkFrames
            let start = max(heldStart, settledFrames - network.reach)
            held.removeFirst(2 * (start - heldStart) * network.bands)
            heldStart = start
        }
        return settled
    }

    /// What is not settled yet, as if the song ended here.
    public func rest() -> [Float] {
        let end = heldStart + (heldFrames + 1) / 2
        return end > settledFrames ? window(to: end, keeping: end - settledFrames) : []
    }

    /// The answers for `count` frames from `settledFrames` on, from what is held up to output frame `end`.
    private func window(to end: Int, keeping count: Int) -> [Float] {
        let featureFrames = min(2 * (end - heldStart), heldFrames)
        held.withUnsafeBufferPointer { features in
            network.features.update(from: features.baseAddress!, count: featureFrames * network.bands)
        }
        network.run(frames: end - heldStart, featureFrames: featureFrames)
        let first = network.probabilities + 2 * (settledFrames - heldStart)
        return Array(UnsafeBufferPointer(start: first, count: 2 * count))
    }
}
