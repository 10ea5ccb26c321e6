import Capture
import Glibc
import Synchronization

/// Renders block after block, passes each to the recorders, and is paced by the sound card, or by the clock when there is none.
/// A lost card goes back to the session, and the clock takes over until it offers a new one.
struct PlayerThread: ~Copyable {
    /// Everything the thread owns.
    fileprivate struct Work: ~Copyable {
        var player: Player
        var taps: RecorderTaps
        let gauges: PlayerGauges
        /// The same, for the audio path, where retaining could lock.
        let unretainedGauges: Unmanaged<PlayerGauges>
        let cards: CardExchange
        let block: StereoBlock
        let sampleRate: Double
        let totalFrames: Int64
        let stop: StopFlag
        let end: StopFlag
    }

    private let worker: Worker
    private let end: StopFlag

    /// Plays at real-time priority where that is permitted. The chain's latency is rendered and discarded first, so that the
    /// first frame heard is the song's first.
    /// - Parameters:
    ///   - blockFrames: rendered at a time, at most.
    ///   - totalFrames: nil plays until stopped.
    init(
        player: consuming sending Player, gauges: PlayerGauges, sampleRate: Double, blockFrames: Int, totalFrames: Int64?,
        taps: consuming sending RecorderTaps, cards: CardExchange, stop: StopFlag
    ) throws(LeitmotifError) {
        let end = StopFlag()
        self.end = end
        let work = Work(
            player: player, taps: taps, gauges: gauges, unretainedGauges: .passUnretained(gauges), cards: cards,
            block: StereoBlock(frames: blockFrames), sampleRate: sampleRate, totalFrames: totalFrames ?? Int64.max, stop: stop,
            end: end)
        worker = try Worker("player", realTimePriority: 50, moving: work) { (work: consuming Work) in
            work.discardLatency()
            work.play()
            work.end.set()
        }
    }

    var isPlaying: Bool { !end.isSet }
    func join() { worker.join() }
}

extension PlayerThread.Work {
    /// When it is further behind than this, the clock is resynchronised.
    private static var longestDelaySeconds: Double { 0.5 }

    mutating func discardLatency() {
        var latency = player.latencyFrames
        while latency > 0 {
            let count = min(latency, block.capacityFrames)
            player.render(left: block.left, right: block.right, frames: count)
            latency -= count
        }
    }

    /// Whatever may wait for hardware happens here; `render` must not.
    mutating func play() {
        var card: Unmanaged<SoundCard>?
        var left = totalFrames
        var clockStart = Clock.seconds
        var clockFrames = 0.0
        var xrunsOfLostCards = 0
        while left > 0, !stop.isSet {
            if card == nil { card = cards.takeOffered() }
            let frames = Int(min(Int64(block.capacityFrames), left))
            render(frames)
            left -= Int64(frames)
            if let current = card {
                let isThere = current._withUnsafeGuaranteedRef { device in
                    let wasWritten = device.write(interleaved: block.interleaved, frames: frames)
                    gauges.xruns.store(xrunsOfLostCards + device.xruns, ordering: .relaxed)
                    gauges.cardDelayFrames.store(device.delayFrames, ordering: .relaxed)
                    return wasWritten
                }
                if isThere { continue }
                xrunsOfLostCards = gauges.xruns.load(ordering: .relaxed)
                gauges.cardDelayFrames.store(0, ordering: .relaxed)
                cards.giveBack(current)
                card = nil
                clockStart = Clock.seconds
                clockFrames = 0
            }
            clockFrames += Double(frames)
            let due = clockStart + clockFrames / sampleRate
            if Clock.seconds > due + Self.longestDelaySeconds {
                // The whole process was stopped; catching up would only flood the recorders.
                clockStart = Clock.seconds
                clockFrames = 0
            } else {
                Clock.sleep(until: due)
            }
        }
        if let card {
            if !stop.isSet { card._withUnsafeGuaranteedRef { $0.drain() } }
            cards.giveBack(card)
        }
    }

    @_noLocks private mutating func render(_ frames: Int) {
        let start = Kernel.threadNanoseconds()
        player.render(left: block.left, right: block.right, frames: frames)
        block.interleave(frames: frames, channels: 2)
        let cost = Kernel.threadNanoseconds() - start
        let peak = block.peak(frames: frames)
        unretainedGauges._withUnsafeGuaranteedRef { $0.played(frames: frames, nanoseconds: cost, peak: peak) }
        taps.push(interleaved: block.interleaved, frames: frames)
    }
}
