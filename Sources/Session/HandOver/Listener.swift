import Synchronization

/// What is heard, for a display: the player copies it into a ring that is never waited for, and whoever falls behind misses some.
/// Belongs to one thread at a time.
public struct Listener: ~Copyable, Sendable {
    /// Samples of the ring: a third of a second of stereo.
    private static let capacity = 1 << 15

    private var samples: Consumer<Float>

    /// - Parameter producer: receives the player's end.
    init(producer: inout Producer<Float>?) {
        let ring = Ring<Float>(capacity: Listener.capacity)
        samples = ring.consumer
        let end = ring.producer
        producer = consume end
    }

    /// Takes up to `frames` frames of interleaved stereo, oldest first.
    /// - Returns: how many there were.
    public mutating func take(into interleaved: UnsafeMutablePointer<Float>, frames: Int) -> Int {
        samples.pop(into: interleaved, count: 2 * frames) / 2
    }
}
