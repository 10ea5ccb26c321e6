import Capture
import Glibc
import Synchronization

/// Plays: renders block after block, hands each to the recorders, and waits for the sound card, or for the wall clock when
/// there is none. A lost card is handed back to main, and the clock goes on until main offers a new one.
final class PlayerThread: @unchecked Sendable {
    /// Behind by more than this, the clock is set anew.
    static let longestDelaySeconds = 0.5
    /// Processor time spent rendering, in nanoseconds, and the costliest block.
    let busyNanoseconds = Atomic<Int>(0)
    let worstBlockNanoseconds = Atomic<Int>(0)
    let playedFrames = Atomic<Int>(0)
    let xruns = Atomic<Int>(0)
    /// Bits of the largest sample magnitude since it was last taken.
    private let peakBits = Atomic<UInt32>(0)
    private let hasEnded = Atomic<Bool>(false)
    private let offeredCard = Atomic<UInt>(0)
    private let returnedCard = Atomic<UInt>(0)

    private let player: Player
    private let recorders: [Recorder]
    private let sampleRate: Double
    private let block: StereoBlock
    private let totalFrames: Int64
    private let stop: StopFlag
    private var worker: Worker?

    /// - Parameters:
    ///   - totalFrames: nil plays until the stop.
    ///   - card: handed over; comes back through `takeLostCard` or at the end.
    init(
        player: Player, sampleRate: Double, blockFrames: Int, totalFrames: Int64?, recorders: [Recorder], card: SoundCard?,
        stop: StopFlag
    ) {
        self.player = player
        self.recorders = recorders
        self.sampleRate = sampleRate
        self.totalFrames = totalFrames ?? Int64.max
        self.stop = stop
        block = StereoBlock(frames: blockFrames)
        if let card { offer(card) }
    }

    /// Renders what the limiter holds back and throws it away, so that the first frame heard is the first of the song; then plays.
    func begin() {
        var latency = player.latencyFrames
        while latency > 0 {
            let count = min(latency, block.capacityFrames)
            player.render(left: block.left, right: block.right, frames: count)
            latency -= count
        }
        worker = Worker("player", realTimePriority: 50) { [self] in play() }
    }

    var isPlaying: Bool { !hasEnded.load(ordering: .acquiring) }
    func join() { worker?.join() }

    /// Largest sample magnitude since the last call.
    func takePeak() -> Float { Float(bitPattern: peakBits.exchange(0, ordering: .relaxed)) }

    /// Main's side: the player takes the card before its next block.
    func offer(_ card: SoundCard) {
        let bits = UInt(bitPattern: Unmanaged.passRetained(card).toOpaque())
        PlayerThread.release(offeredCard.exchange(bits, ordering: .acquiringAndReleasing))
    }

    /// Main's side: a card that was lost since the last call. Letting it go closes it, here where waiting does no harm.
    func takeLostCard() -> SoundCard? {
        let bits = returnedCard.exchange(0, ordering: .acquiringAndReleasing)
        return UnsafeRawPointer(bitPattern: bits).map { Unmanaged<SoundCard>.fromOpaque($0).takeRetainedValue() }
    }

    deinit {
        PlayerThread.release(offeredCard.load(ordering: .acquiring))
        PlayerThread.release(returnedCard.load(ordering: .acquiring))
    }

    private static func release(_ bits: UInt) {
        guard let pointer = UnsafeRawPointer(bitPattern: bits) else { return }
        Unmanaged<SoundCard>.fromOpaque(pointer).release()
    }

    private func play() {
        var card: Unmanaged<SoundCard>?
        var left = totalFrames
        var clockStart = Clock.seconds
        var clockFrames = 0.0
        var xrunsOfLostCards = 0
        while left > 0, !stop.isSet {
            if card == nil, let pointer = UnsafeRawPointer(bitPattern: offeredCard.exchange(0, ordering: .acquiringAndReleasing)) {
                card = Unmanaged<SoundCard>.fromOpaque(pointer)
            }
            let frames = Int(min(Int64(block.capacityFrames), left))
            render(frames)
            left -= Int64(frames)
            if let current = card {
                let isThere = current._withUnsafeGuaranteedRef { device in
                    let wasWritten = device.write(interleaved: block.interleaved, frames: frames)
                    xruns.store(xrunsOfLostCards + device.xruns, ordering: .relaxed)
                    return wasWritten
                }
                if isThere { continue }
                xrunsOfLostCards = xruns.load(ordering: .relaxed)
                returnedCard.store(UInt(bitPattern: current.toOpaque()), ordering: .releasing)
                card = nil
                clockStart = Clock.seconds
                clockFrames = 0
            }
            clockFrames += Double(frames)
            let due = clockStart + clockFrames / sampleRate
            if Clock.seconds > due + PlayerThread.longestDelaySeconds {
                // The whole process stood still; hurrying after it would only flood the recorders.
                clockStart = Clock.seconds
                clockFrames = 0
            } else {
                Clock.sleep(until: due)
            }
        }
        if let card {
            if !stop.isSet { card._withUnsafeGuaranteedRef { $0.drain() } }
            returnedCard.store(UInt(bitPattern: card.toOpaque()), ordering: .releasing)
        }
        hasEnded.store(true, ordering: .releasing)
    }

    private func render(_ frames: Int) {
        let start = Clock.threadSeconds
        player.render(left: block.left, right: block.right, frames: frames)
        block.interleave(frames: frames, channels: 2)
        let cost = Int((Clock.threadSeconds - start) * 1e9)
        for recorder in recorders { recorder.take(interleaved: block.interleaved, frames: frames) }
        busyNanoseconds.wrappingAdd(cost, ordering: .relaxed)
        if cost > worstBlockNanoseconds.load(ordering: .relaxed) { worstBlockNanoseconds.store(cost, ordering: .relaxed) }
        // Positive floats order like their bits.
        peakBits.max(block.peak(frames: frames).bitPattern, ordering: .relaxed)
        playedFrames.wrappingAdd(frames, ordering: .relaxed)
    }
}
