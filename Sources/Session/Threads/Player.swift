import DSP
import Mood
import Synchronization

/// The sound of a session, without a thread or a clock of its own: live playing and offline rendering call the same code, so
/// a recorded session renders again bit by bit.
///
/// Touches a mailbox (wishes in), a ring of events (out) and the pair of rings of song blocks, and nothing else.
final class Player: @unchecked Sendable {
    let mailbox: Mailbox
    let events: EventRing
    /// Frames rendered so far: the position at which a wish taken now acts.
    private(set) var outputFrame: Int64 = 0
    private var chain: Chain
    private let feeder: SongFeeder
    private let filled: SongBlockRing
    private let free: SongBlockRing
    private var conductor: Conductor
    private var wish: Wish
    private var block: SongBlock
    private var hasBlock = false
    private var blockOffset = 0
    private var songHasEnded = false
    private let silence: UnsafeMutablePointer<Float>
    /// Bits of the newest source position, for main's eyes.
    private let positionBits = Atomic<UInt64>(0)

    /// - Parameters:
    ///   - feeder: gives the song at `feeder.sampleRate`.
    ///   - outputRate: frames a second of what is rendered.
    init(feeder: SongFeeder, outputRate: Double, start: ChainParameters, structureDecibels: Float = 0, grid: BeatGrid?) {
        chain = Chain(sourceRate: feeder.sampleRate, outputRate: outputRate, parameters: start)
        conductor = Conductor(
            start: start, structureDecibels: structureDecibels, grid: grid, sourceRate: feeder.sampleRate, outputRate: outputRate)
        self.feeder = feeder
        filled = feeder.filled
        free = feeder.free
        wish = Wish(parameters: start, quantise: .now)
        mailbox = Mailbox(wish)
        events = EventRing(capacity: 1024)
        silence = .allocate(capacity: SongBlock.capacityFrames)
        silence.initialize(repeating: 0, count: SongBlock.capacityFrames)
        block = SongBlock(left: silence, right: silence, frames: 0, isLast: false)
    }

    deinit {
        silence.deallocate()
        mailbox.deallocate()
        events.deallocate()
    }

    /// Frames by which the sound lags behind the position, to be cut from the beginning.
    var latencyFrames: Int { chain.latencyFrames }
    /// Source frame heard now; may be asked from any thread.
    var heardPosition: Double { Double(bitPattern: positionBits.load(ordering: .relaxed)) }
    /// The song is over and every tail has died away.
    var isSilent: Bool { songHasEnded && chain.isSilent }

    /// Renders the next `frames` frames of planar stereo.
    @_noLocks func render(left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int) {
        if mailbox.take(into: &wish) {
            apply(
                conductor.wish(
                    wish.parameters, structureDecibels: wish.structureDecibels, marks: wish.marks, quantise: wish.quantise,
                    outputFrame: outputFrame, sourcePosition: chain.sourcePosition))
        }
        var done = 0
        while done < frames {
            let untilChange = conductor.framesUntilChange(from: outputFrame)
            if untilChange == 0 {
                apply(conductor.takeChange())
                continue
            }
            var count = frames - done
            if count > Chain.maximumFrames { count = Chain.maximumFrames }
            if count > untilChange { count = untilChange }
            feed(chain.framesNeeded(count))
            chain.process(left: left + done, right: right + done, frames: count)
            outputFrame += Int64(count)
            done += count
        }
        positionBits.store(chain.sourcePosition.bitPattern, ordering: .relaxed)
    }

    @_noLocks private func apply(_ parameters: ChainParameters) {
        chain.set(parameters)
        report(.applied, parameters)
    }

    @_noLocks private func report(_ kind: PlayerEvent.Kind, _ parameters: ChainParameters) {
        _ = events.push(
            PlayerEvent(kind: kind, outputFrame: outputFrame, sourcePosition: chain.sourcePosition, parameters: parameters))
    }

    /// Gives the chain `frames` frames of the song; silence after its end or when the feeder is late.
    @_noLocks private func feed(_ frames: Int) {
        var missing = frames
        while missing > 0 {
            if blockOffset == block.frames { nextBlock() }
            if !hasBlock {
                if !songHasEnded { report(.starved, wish.parameters) }
                while missing > 0 {
                    let count = missing < SongBlock.capacityFrames ? missing : SongBlock.capacityFrames
                    chain.push(left: silence, right: silence, frames: count)
                    missing -= count
                }
                return
            }
            let available = block.frames - blockOffset
            let count = available < missing ? available : missing
            chain.push(left: block.left + blockOffset, right: block.right + blockOffset, frames: count)
            blockOffset += count
            missing -= count
        }
    }

    @_noLocks private func nextBlock() {
        if hasBlock {
            if block.isLast { songHasEnded = true }
            _ = free.push(block)
        }
        hasBlock = filled.pop(into: &block)
        blockOffset = 0
        if !hasBlock { block.frames = 0 }
    }
}
