import DSP
import Mood
import Synchronization

/// The sound of a session, without a thread or a clock: live playing and offline rendering run the same code, so a recorded
/// session renders again bit for bit.
///
/// Shares a mailbox (wishes in), a ring of events (out), the pair of rings of song blocks with their memory, and its gauges.
struct Player: ~Copyable {
    /// Frames rendered so far: the position at which a wish taken now acts.
    private(set) var outputFrame: Int64 = 0
    private var chain: Chain
    private var conductor: Conductor
    private var wishes: MailboxReader<Wish>
    private var events: Producer<PlayerEvent>
    private var song: SongReader
    /// The memory of the song's buffer, which `song` keeps alive.
    private let songMemory: UnsafeMutablePointer<Float>
    private let gauges: PlayerGauges
    private var wish: Wish
    private var block = SongBlock(index: 0)
    private var hasBlock = false
    private var blockOffset = 0
    private var songHasEnded = false
    /// Source frames of silence that stood in for late data.
    private var silentSourceFrames = 0.0
    private let silence: UnsafeMutablePointer<Float>

    fileprivate init(
        song: consuming SongReader, outputRate: Double, start: Wish, grid: BeatGrid?, longestWait: Double, quality: StretchQuality,
        wishes: consuming MailboxReader<Wish>, events: consuming Producer<PlayerEvent>, gauges: PlayerGauges
    ) {
        chain = Chain(sourceRate: song.sampleRate, outputRate: outputRate, parameters: start.parameters, quality: quality)
        conductor = Conductor(
            start: start.parameters, structureDecibels: start.structureDecibels, grid: grid, sourceRate: song.sampleRate,
            outputRate: outputRate, longestWait: longestWait)
        songMemory = song.buffer.memory
        self.song = song
        self.wishes = wishes
        self.events = events
        self.gauges = gauges
        wish = start
        silence = .allocate(capacity: SongBlock.capacityFrames)
        silence.initialize(repeating: 0, count: SongBlock.capacityFrames)
    }

    deinit { silence.deallocate() }

    /// Source frame of the song heard now, so that beats stay where they are in the song after an underrun.
    private var songPosition: Double {
        @_noLocks get {
            let position = chain.sourcePosition - silentSourceFrames
            return position > 0 ? position : 0
        }
    }
    /// Frames by which the sound lags behind the position, to be cut from the start.
    var latencyFrames: Int { chain.latencyFrames }
    /// The song is over and every tail has decayed.
    var isSilent: Bool { songHasEnded && chain.isSilent }

    /// Renders the next `frames` frames of planar stereo.
    @_noLocks mutating func render(left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int) {
        if wishes.take(into: &wish) {
            apply(
                conductor.wish(
                    wish.parameters, structureDecibels: wish.structureDecibels, marks: wish.marks, quantise: wish.quantise,
                    outputFrame: outputFrame, sourcePosition: songPosition), shownAt: wish.shownAt, waited: false)
        }
        var done = 0
        while done < frames {
            let untilChange = conductor.framesUntilChange(from: outputFrame)
            if untilChange == 0 {
                apply(conductor.takeChange(), shownAt: wish.moodShownAt, waited: true)
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
        let position = songPosition.bitPattern
        gauges.momentCount.wrappingAdd(1, ordering: .sequentiallyConsistent)
        gauges.momentFrame.store(Int(outputFrame), ordering: .releasing)
        gauges.momentPosition.store(position, ordering: .releasing)
        gauges.momentCount.wrappingAdd(1, ordering: .sequentiallyConsistent)
        gauges.heardPosition.store(position, ordering: .relaxed)
    }

    @_noLocks private mutating func apply(_ parameters: ChainParameters, shownAt: Double, waited: Bool) {
        chain.set(parameters)
        let event = PlayerEvent(
            outputFrame: outputFrame, sourcePosition: songPosition, parameters: parameters, shownAt: shownAt, waited: waited,
            missedBar: conductor.takeMissedBar())
        if !events.push(event) { gauges.lostEvents.wrappingAdd(1, ordering: .relaxed) }
    }

    /// Pushes `frames` frames of the song into the chain; silence after its end or on an underrun.
    @_noLocks private mutating func feed(_ frames: Int) {
        var missing = frames
        while missing > 0 {
            if blockOffset == block.frames { nextBlock() }
            if !hasBlock {
                if !songHasEnded {
                    gauges.starvedQuanta.wrappingAdd(1, ordering: .relaxed)
                    silentSourceFrames += Double(missing)
                }
                while missing > 0 {
                    let count = missing < SongBlock.capacityFrames ? missing : SongBlock.capacityFrames
                    chain.push(left: silence, right: silence, frames: count)
                    missing -= count
                }
                return
            }
            let available = block.frames - blockOffset
            let count = available < missing ? available : missing
            let frame = songMemory + blockOffset
            chain.push(left: frame + block.leftOffset, right: frame + block.rightOffset, frames: count)
            blockOffset += count
            missing -= count
        }
    }

    @_noLocks private mutating func nextBlock() {
        if hasBlock {
            if block.isLast { songHasEnded = true }
            _ = song.free.push(block)
        }
        hasBlock = song.filled.pop(into: &block)
        blockOffset = 0
        if !hasBlock { block.frames = 0 }
    }
}

/// A player and the session's side of it, before they go to their threads.
struct PlayerPair: ~Copyable {
    var player: Player
    var remote: PlayerRemote

    /// - Parameters:
    ///   - outputRate: output frames a second; a song of another rate is resampled.
    ///   - start: what sounds from the first frame on.
    ///   - grid: the song's, when it is known beforehand.
    ///   - longestWait: seconds that a change may wait for a bar.
    ///   - quality: of other tempos and keys than the song's own.
    init(song: consuming SongReader, outputRate: Double, start: Wish, grid: BeatGrid?, longestWait: Double, quality: StretchQuality) {
        let mailbox = Mailbox(start)
        let events = Ring<PlayerEvent>(capacity: 1024)
        let gauges = PlayerGauges()
        player = Player(
            song: song, outputRate: outputRate, start: start, grid: grid, longestWait: longestWait, quality: quality, wishes: mailbox.reader,
            events: events.producer, gauges: gauges)
        remote = PlayerRemote(
            wishes: mailbox.writer, events: events.consumer, gauges: gauges, latencyFrames: player.latencyFrames)
    }
}

/// The session's side of a player.
struct PlayerRemote: ~Copyable, Sendable {
    var wishes: MailboxWriter<Wish>
    var events: Consumer<PlayerEvent>
    let gauges: PlayerGauges
    /// The player's own latency.
    let latencyFrames: Int
}
