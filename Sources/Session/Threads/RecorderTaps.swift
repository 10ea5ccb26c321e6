import Synchronization

/// What a recording and the player say to each other, besides the sound.
final class RecorderGauges: Sendable {
    /// Whether the sound is wanted.
    let isOn: Atomic<Bool>
    /// Frames dropped because the disk stalled for longer than the ring lasts.
    let droppedFrames = Atomic<Int>(0)

    init(isOn: Bool) { self.isOn = Atomic(isOn) }
}

/// The player's end of one recording.
struct RecorderTap: ~Copyable, Sendable {
    private var samples: Producer<Float>
    private let gauges: RecorderGauges

    init(samples: consuming Producer<Float>, gauges: RecorderGauges) {
        self.samples = samples
        self.gauges = gauges
    }

    /// Samples of a ring that lasts three to six seconds of stereo.
    static func capacity(sampleRate: Double) -> Int {
        var capacity = 1 << 16
        while Double(capacity) < sampleRate * 2 * 3 { capacity *= 2 }
        return capacity
    }

    @_noLocks mutating func push(interleaved: UnsafePointer<Float>, frames: Int) {
        guard gauges.isOn.load(ordering: .relaxed) else { return }
        if !samples.push(interleaved, count: frames * 2) { gauges.droppedFrames.wrappingAdd(frames, ordering: .relaxed) }
    }
}

/// The player's ends of all recordings, and of whoever listens. An array would retain and release on the audio path.
struct RecorderTaps: ~Copyable {
    private let taps: UnsafeMutablePointer<RecorderTap>
    private let capacity: Int
    private var count = 0
    /// A listener that falls behind misses some, and nobody counts it.
    private var listener: Producer<Float>?

    /// - Parameter capacity: the most recordings there will be.
    init(capacity: Int, listener: consuming Producer<Float>? = nil) {
        self.capacity = capacity
        self.listener = listener
        taps = .allocate(capacity: capacity)
    }

    deinit {
        taps.deinitialize(count: count)
        taps.deallocate()
    }

    mutating func add(_ tap: consuming RecorderTap) {
        precondition(count < capacity, "more recordings than announced")
        (taps + count).initialize(to: tap)
        count += 1
    }

    @_noLocks mutating func push(interleaved: UnsafePointer<Float>, frames: Int) {
        var index = 0
        while index < count {
            taps[index].push(interleaved: interleaved, frames: frames)
            index &+= 1
        }
        if listener != nil { _ = listener!.push(interleaved, count: frames &* 2) }
    }
}
