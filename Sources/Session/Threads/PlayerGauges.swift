import Synchronization

/// The player's own figures: written by the player's thread alone, readable from any thread.
final class PlayerGauges: Sendable {
    /// Bits of the source frame heard now (a Double), which keeps counting through every pass of the loop.
    let heardPosition = Atomic<UInt64>(0)
    /// Index of the song that is heard, or comes in.
    let song = Atomic<Int>(0)
    let playedFrames = Atomic<Int>(0)
    /// An output frame and the bits of the source frame heard at it; the count is odd while they are being written.
    let momentCount = Atomic<Int>(0)
    let momentFrame = Atomic<Int>(0)
    let momentPosition = Atomic<UInt64>(0)
    /// Underruns and suspends of the sound card.
    let xruns = Atomic<Int>(0)
    /// Those of cards that are gone.
    let xrunsOfLostCards = Atomic<Int>(0)
    /// Frames at the session's rate that the sound card has taken and not yet played; 0 without a card.
    let cardDelayFrames = Atomic<Int>(0)
    /// Bits of the monotonic second at which output frame 0 was heard, or would have been: an xrun moves it. 0 before the first
    /// block.
    private let firstHeard = Atomic<UInt64>(0)
    /// Bits of the length of the card's buffer in seconds, now and when it was opened; 0 without a card.
    let cardBufferSeconds = Atomic<UInt64>(0)
    let cardFirstBufferSeconds = Atomic<UInt64>(0)
    /// Quanta of silence because of underruns of the song.
    let starvedQuanta = Atomic<Int>(0)
    /// Events dropped because the ring was full.
    let lostEvents = Atomic<Int>(0)
    /// Nanoseconds by the clock spent rendering: with what others did on this core meanwhile.
    let renderNanoseconds = Atomic<Int>(0)
    /// Processor time spent rendering, in nanoseconds, and the costliest block.
    let busyNanoseconds = Atomic<Int>(0)
    let worstBlockNanoseconds = Atomic<Int>(0)
    /// Bits of the largest sample magnitude since `takePeak`.
    private let peak = Atomic<UInt32>(0)

    /// Source frame heard now.
    var heardFrame: Double { Double(bitPattern: heardPosition.load(ordering: .relaxed)) }

    /// An output frame and the source frame heard at it, which belong together; nil before the first block, and when the player
    /// writes too often.
    var moment: (frame: Int64, position: Double)? {
        for _ in 0..<8 {
            let count = momentCount.load(ordering: .acquiring)
            let (frame, bits) = (momentFrame.load(ordering: .acquiring), momentPosition.load(ordering: .acquiring))
            guard momentCount.load(ordering: .acquiring) == count, count % 2 == 0 else { continue }
            return count > 0 ? (Int64(frame), Double(bitPattern: bits)) : nil
        }
        return nil
    }

    /// Largest sample magnitude since the last call.
    func takePeak() -> Float { Float(bitPattern: peak.exchange(0, ordering: .relaxed)) }

    /// When an output frame is heard, on the monotonic clock; nil before the first block was passed on.
    func heardSeconds(of frame: Int64, rate: Double) -> Double? {
        let bits = firstHeard.load(ordering: .relaxed)
        return bits == 0 ? nil : Double(bitPattern: bits) + Double(frame) / rate
    }

    /// Everything played so far has been passed on by `seconds`, and `cardDelayFrames` of it are still to be heard.
    func passedOn(at seconds: Double, rate: Double) {
        let unheard = cardDelayFrames.load(ordering: .relaxed) - playedFrames.load(ordering: .relaxed)
        firstHeard.store((seconds + Double(unheard) / rate).bitPattern, ordering: .relaxed)
    }

    @_noLocks @inline(__always) func played(frames: Int, nanoseconds: Int, took: Int, peak magnitude: Float) {
        renderNanoseconds.wrappingAdd(took, ordering: .relaxed)
        busyNanoseconds.wrappingAdd(nanoseconds, ordering: .relaxed)
        if nanoseconds > worstBlockNanoseconds.load(ordering: .relaxed) {
            worstBlockNanoseconds.store(nanoseconds, ordering: .relaxed)
        }
        // Positive floats order like their bits.
        peak.max(magnitude.bitPattern, ordering: .relaxed)
        playedFrames.wrappingAdd(frames, ordering: .relaxed)
    }
}
