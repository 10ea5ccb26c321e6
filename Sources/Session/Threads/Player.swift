import DSP
import Mood
import Synchronization

/// The sound of a session, without a thread or a clock: live playing and offline rendering run the same code, so a recorded
/// session renders again bit for bit.
///
/// Plays one of its decks, two while one song turns into another; the others follow in step, so that they can come in at once. Only one
/// that has just left has read ahead of the place, by up to a second, and is waited for there. Shares a
/// mailbox (wishes in), a ring of events (out), the rings of song blocks with their memory, and its gauges.
struct Player: ~Copyable {
    /// How long one song turns into another.
    private static let fadeSeconds = 0.5
    /// A song that was not read far enough is tried again after so many frames.
    private static var retryFrames: Int64 { @_noLocks get { 2048 } }

    /// Frames rendered so far: the position at which a wish taken now acts.
    private(set) var outputFrame: Int64 = 0
    private let decks: Decks
    private var wishes: MailboxReader<Wish>
    private var events: Producer<PlayerEvent>
    private let gauges: PlayerGauges
    private var wish: Wish
    /// Index of the deck that plays, or comes in.
    private var current: Int
    /// Index of the one that fades out; as `current` when none does.
    private var leaving: Int
    /// The frame at which the song that is wished may come in, when another one plays.
    private var entranceFrame: Int64 = 0
    private var fade: CrossFade
    /// Two songs at once may be louder than either.
    private var limiter: Limiter
    private let oldLeft: UnsafeMutablePointer<Float>
    private let oldRight: UnsafeMutablePointer<Float>

    fileprivate init(
        decks: consuming Decks, outputRate: Double, start: Wish, wishes: consuming MailboxReader<Wish>, events: consuming Producer<PlayerEvent>,
        gauges: PlayerGauges
    ) {
        current = start.song
        leaving = start.song
        self.decks = decks
        self.wishes = wishes
        self.events = events
        self.gauges = gauges
        wish = start
        fade = CrossFade(seconds: Player.fadeSeconds, rate: outputRate)
        limiter = Limiter(rate: outputRate)
        oldLeft = .allocate(capacity: Chain.maximumFrames)
        oldRight = .allocate(capacity: Chain.maximumFrames)
    }

    deinit {
        oldLeft.deallocate()
        oldRight.deallocate()
    }

    private var mixes: Bool { @_noLocks get { decks.count > 1 } }
    private var isWaiting: Bool { @_noLocks get { wish.song != current } }
    /// Frames by which the sound lags behind the position, to be cut from the start.
    var latencyFrames: Int { decks.base[current].latencyFrames + (mixes ? Limiter.lookAheadFrames : 0) }
    /// The song is over and every tail has decayed.
    var isSilent: Bool { decks.base[current].isSilent }
    /// The song that plays, or comes in.
    var song: Int { current }

    /// Renders the next `frames` frames of planar stereo.
    @_noLocks mutating func render(left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int) {
        if wishes.take(into: &wish) { takeWish() }
        if mixes { keepInStep() }
        var done = 0
        while done < frames {
            let untilChange = decks.base[current].framesUntilChange(from: outputFrame)
            if untilChange == 0 {
                report(decks.base[current].takeChange(), shownAt: wish.moodShownAt, waited: true)
                continue
            }
            var count = frames - done
            if count > Chain.maximumFrames { count = Chain.maximumFrames }
            if count > untilChange { count = untilChange }
            if isWaiting && !fade.isOn {
                if entranceFrame <= outputFrame { enter() }
                let untilEntrance = entranceFrame - outputFrame
                if isWaiting && untilEntrance < Int64(count) { count = Int(untilEntrance) }
            }
            if fade.isOn && count > fade.framesLeft { count = fade.framesLeft }
            render(left + done, right + done, count)
            done += count
        }
        gauges.song.store(current, ordering: .relaxed)
        let position = decks.base[current].songPosition.bitPattern
        gauges.momentCount.wrappingAdd(1, ordering: .sequentiallyConsistent)
        gauges.momentFrame.store(Int(outputFrame), ordering: .releasing)
        gauges.momentPosition.store(position, ordering: .releasing)
        gauges.momentCount.wrappingAdd(1, ordering: .sequentiallyConsistent)
        gauges.heardPosition.store(position, ordering: .relaxed)
    }

    /// Up to `Chain.maximumFrames`.
    @_noLocks private mutating func render(_ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, _ frames: Int) {
        decks.base[current].render(left, right, frames: frames)
        if fade.isOn {
            decks.base[leaving].render(oldLeft, oldRight, frames: frames)
            fade.mix(oldLeft, oldRight, into: left, right, frames: frames)
        }
        if mixes { limiter.process(left: left, right: right, frames: frames) }
        outputFrame += Int64(frames)
        if !fade.isOn && leaving != current {
            leaving = current
            // A song that was wished for meanwhile.
            if isWaiting { entranceFrame = outputFrame + decks.base[current].waitFrames(wish.quantise) }
        }
    }

    /// What leaves, or will, follows the level of the session and nothing else.
    @_noLocks private mutating func takeWish() {
        if leaving != current { _ = decks.base[leaving].take(levelDecibels: wish.levelDecibels, at: outputFrame) }
        if wish.song >= decks.count || wish.song < 0 { wish.song = current }
        if !isWaiting {
            report(decks.base[current].take(wish, at: outputFrame), shownAt: wish.shownAt, waited: false)
            return
        }
        // Found since: the song is in step by its own bars from here on.
        if let marks = wish.marks { decks.base[wish.song].take(marks) }
        let wasWaiting = entranceFrame > outputFrame
        if let parameters = decks.base[current].take(levelDecibels: wish.levelDecibels, at: outputFrame) {
            report(parameters, shownAt: Wish.nobody, waited: false)
        }
        if !wasWaiting && !fade.isOn { entranceFrame = outputFrame + decks.base[current].waitFrames(wish.quantise) }
    }

    /// The song that is wished comes in, or is tried again when it has not been read that far.
    @_noLocks private mutating func enter() {
        let next = wish.song
        if !decks.base[next].begin(wish, at: place(in: next)) {
            entranceFrame = outputFrame + Player.retryFrames
            return
        }
        leaving = current
        current = next
        fade.begin()
        report(wish.parameters, shownAt: wish.moodShownAt, waited: true, entering: next)
    }

    @_noLocks private func keepInStep() {
        for index in 0..<decks.count where index != current && index != leaving { decks.base[index].follow(place(in: index)) }
    }

    /// Where in another song the place is that is heard: the same in bars, else the same share of the length.
    @_noLocks private func place(in index: Int) -> Double {
        let position = decks.base[current].songPosition
        if let marks = decks.base[current].marks, let others = decks.base[index].marks,
            let place = others.position(ofBarPlace: marks.barPlace(at: position))
        {
            return place
        }
        let (length, other) = (decks.base[current].lengthFrames, decks.base[index].lengthFrames)
        if length <= 0 || other <= 0 { return position }
        let passes = position / length
        return (passes - Double(Int64(passes))) * other
    }

    @_noLocks private mutating func report(_ parameters: ChainParameters, shownAt: Double, waited: Bool, entering: Int = -1) {
        let event = PlayerEvent(
            outputFrame: outputFrame, sourcePosition: decks.base[current].songPosition, parameters: parameters, shownAt: shownAt,
            waited: waited, entering: entering, missedBar: decks.base[current].takeMissedBar())
        if !events.push(event) { gauges.lostEvents.wrappingAdd(1, ordering: .relaxed) }
    }
}

/// A player and the session's side of it, before they go to their threads.
struct PlayerPair: ~Copyable {
    var player: Player
    var remote: PlayerRemote

    /// - Parameters:
    ///   - decks: one a song, made with these gauges.
    ///   - start: what sounds from the first frame on, in the song that it names.
    init(decks: consuming Decks, outputRate: Double, start: Wish, gauges: PlayerGauges) {
        let mailbox = Mailbox(start)
        let events = Ring<PlayerEvent>(capacity: 1024)
        player = Player(decks: decks, outputRate: outputRate, start: start, wishes: mailbox.reader, events: events.producer, gauges: gauges)
        remote = PlayerRemote(wishes: mailbox.writer, events: events.consumer, gauges: gauges, latencyFrames: player.latencyFrames)
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
