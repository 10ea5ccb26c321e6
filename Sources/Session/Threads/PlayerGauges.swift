import Synchronization

/// What the player measures of itself, for anybody to read at any time. Written by the player's thread alone.
final class PlayerGauges: Sendable {
    /// Bits of the source frame heard now (a Double), counted on through every pass of the loop.
    let heardPosition = Atomic<UInt64>(0)
    let playedFrames = Atomic<Int>(0)
    /// Times the sound card ran dry or was suspended.
    let xruns = Atomic<Int>(0)
    /// Times the song's data came too late, and silence stood in its place.
    let starvedQuanta = Atomic<Int>(0)
    /// Events that found no room.
    let lostEvents = Atomic<Int>(0)
    /// Processor time spent rendering, in nanoseconds, and the costliest block.
    let busyNanoseconds = Atomic<Int>(0)
    let worstBlockNanoseconds = Atomic<Int>(0)
    /// Bits of the largest sample magnitude since it was last taken.
    private let peak = Atomic<UInt32>(0)

    /// Source frame heard now.
    var heardFrame: Double { Double(bitPattern: heardPosition.load(ordering: .relaxed)) }

    /// Largest sample magnitude since the last call.
    func takePeak() -> Float { Float(bitPattern: peak.exchange(0, ordering: .relaxed)) }

    @_noLocks @inline(__always) func played(frames: Int, nanoseconds: Int, peak magnitude: Float) {
        busyNanoseconds.wrappingAdd(nanoseconds, ordering: .relaxed)
        if nanoseconds > worstBlockNanoseconds.load(ordering: .relaxed) { worstBlockNanoseconds.store(nanoseconds, ordering: .relaxed) }
        // Positive floats order like their bits.
        peak.max(magnitude.bitPattern, ordering: .relaxed)
        playedFrames.wrappingAdd(frames, ordering: .relaxed)
    }
}
