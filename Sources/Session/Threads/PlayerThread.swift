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
        let standsStill: Unmanaged<StandStill>
        let stop: StopFlag
        let end: StopFlag
    }

    /// Read by the player for every block; kept here until its thread was joined.
    fileprivate final class StandStill: Sendable {
        let isOn = Atomic<Bool>(false)
    }

    private let standsStill = StandStill()
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
            block: StereoBlock(frames: blockFrames), sampleRate: sampleRate, totalFrames: totalFrames ?? Int64.max, standsStill: .passUnretained(standsStill),
            stop: stop, end: end)
        worker = try Worker("player", realTimePriority: Worker.audioPriority, moving: work) { (work: consuming Work) in
            work.discardLatency()
            work.play()
            work.end.set()
        }
    }

    var isPlaying: Bool { !end.isSet }
    /// Whether it was given real-time priority.
    var isRealTime: Bool { worker.isRealTime }
    func join() { worker.join() }
    /// Whether it gives silence and stands where it is in the song, until it goes on; such blocks count nowhere.
    func standStill(_ isOn: Bool) { standsStill.isOn.store(isOn, ordering: .relaxed) }
}

extension PlayerThread.Work {
    /// How much longer than two lengths of its buffer, of sound and of silence behind it, a card may take to play to the end.
    private static var drainSeconds: Double { 1.5 }

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
        var card: Unmanaged<CardThread>?
        var left = totalFrames
        var pace = PlayerPace(sampleRate: sampleRate, at: Clock.seconds)
        while left > 0, !stop.isSet {
            if card == nil { card = cards.takeOffered() }
            let frames = Int(min(Int64(block.capacityFrames), left))
            if standsStill._withUnsafeGuaranteedRef({ $0.isOn.load(ordering: .relaxed) }) {
                block.interleaved.update(repeating: 0, count: 2 * frames)
            } else {
                render(frames)
                left -= Int64(frames)
            }
            pace.rendered(frames)
            if let current = card { current._withUnsafeGuaranteedRef { offer(frames, to: $0.slot) } }
            wait(for: &card, &pace)
        }
        if let card {
            card._withUnsafeGuaranteedRef { finish($0.slot) }
            cards.giveBack(card)
        }
    }

    /// A card that stalls misses the block.
    private func offer(_ frames: Int, to slot: CardSlot) {
        if slot.state == .free { slot.offer(block.interleaved, frames: frames) }
    }

    /// Waits until the next block is due. A card that is lost goes back to the session.
    private func wait(for card: inout Unmanaged<CardThread>?, _ pace: inout PlayerPace) {
        while !stop.isSet {
            let slot = card?._withUnsafeGuaranteedRef { Unmanaged.passUnretained($0.slot) }
            let state = slot?._withUnsafeGuaranteedRef { $0.state }
            if let slot { slot._withUnsafeGuaranteedRef { report($0) } }
            let buffer = slot?._withUnsafeGuaranteedRef { Double(bitPattern: $0.bufferSeconds.load(ordering: .relaxed)) }
            // From here on the slot belongs to others.
            if state == .over { giveBack(&card) }
            let seen: PlayerPace.Card = card == nil ? .none : state == .free ? .free : .busy
            let now = Clock.seconds
            switch pace.next(at: now, card: seen, bufferSeconds: buffer ?? 0) {
            case .render:
                // A card that stalls leaves open when the rest will be heard.
                if seen != .busy { gauges.passedOn(at: now, rate: sampleRate) }
                return
            case .wait(let seconds):
                if seen == .busy, let slot {
                    slot._withUnsafeGuaranteedRef { $0.waitUntilFree(seconds: seconds) }
                } else {
                    Clock.sleep(until: Clock.seconds + seconds)
                }
            case .abandon:
                slot?._withUnsafeGuaranteedRef { $0.lossCode.store(CardThread.hangs, ordering: .releasing) }
                giveBack(&card)
            }
        }
    }

    private func report(_ slot: CardSlot) {
        gauges.xruns.store(gauges.xrunsOfLostCards.load(ordering: .relaxed) + slot.xruns.load(ordering: .relaxed), ordering: .relaxed)
        gauges.cardDelayFrames.store(slot.delayFrames.load(ordering: .relaxed), ordering: .relaxed)
        gauges.cardFirstBufferSeconds.store(slot.firstBufferSeconds.bitPattern, ordering: .relaxed)
        gauges.cardBufferSeconds.store(slot.bufferSeconds.load(ordering: .relaxed), ordering: .relaxed)
        if slot.hasPlayed.load(ordering: .relaxed) { cards.play() }
    }

    private func giveBack(_ card: inout Unmanaged<CardThread>?) {
        guard let lost = card else { return }
        gauges.xrunsOfLostCards.store(gauges.xruns.load(ordering: .relaxed), ordering: .relaxed)
        gauges.cardBufferSeconds.store(0, ordering: .relaxed)
        gauges.cardFirstBufferSeconds.store(0, ordering: .relaxed)
        gauges.cardDelayFrames.store(0, ordering: .relaxed)
        cards.giveBack(lost)
        card = nil
    }

    /// What was played is heard to its last frame, in a limited time.
    private func finish(_ slot: CardSlot) {
        slot.give(.drain)
        let deadline = Clock.seconds + 2 * Double(bitPattern: slot.bufferSeconds.load(ordering: .relaxed)) + Self.drainSeconds
        while slot.state != .over, Clock.seconds < deadline {
            slot.waitUntilFree(seconds: 0.05)
            if slot.state == .free { Clock.sleep(until: Clock.seconds + 0.005) }
        }
    }

    @_noLocks private mutating func render(_ frames: Int) {
        let begin = Kernel.nanoseconds()
        let start = Kernel.threadNanoseconds()
        player.render(left: block.left, right: block.right, frames: frames)
        block.interleave(frames: frames, channels: 2)
        let cost = Kernel.threadNanoseconds() - start
        let took = Kernel.nanoseconds() - begin
        let peak = block.peak(frames: frames)
        unretainedGauges._withUnsafeGuaranteedRef { $0.played(frames: frames, nanoseconds: cost, took: took, peak: peak) }
        taps.push(interleaved: block.interleaved, frames: frames)
    }
}
