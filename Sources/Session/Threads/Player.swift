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
    private let decks: Places<Deck>
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
    /// The song goes to another place, and the number of the one that it went to last.
    private var move = MoveFade()
    private var moved: Int
    /// Two songs at once may be louder than either.
    private var limiter: Limiter
    /// What plays again does what it did, and follows no place.
    private let isReplay: Bool
    /// Of several songs in turn the second place, where the next one lies ready; −1 when there is none.
    private let spare: Int
    private let exchange: DeckExchange
    private let oldLeft: UnsafeMutablePointer<Float>
    private let oldRight: UnsafeMutablePointer<Float>

    init(
        decks: consuming Places<Deck>, outputRate: Double, start: Wish, wishes: consuming MailboxReader<Wish>, events: consuming Producer<PlayerEvent>,
        gauges: PlayerGauges, isReplay: Bool, spare: Int, exchange: DeckExchange
    ) {
        (self.isReplay, self.spare, self.exchange) = (isReplay, spare, exchange)
        current = start.song
        leaving = start.song
        moved = start.move.number
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
    var latencyFrames: Int { decks[current].pointee.latencyFrames + (mixes ? Limiter.lookAheadFrames : 0) }
    /// The song is over and every tail has decayed.
    var isSilent: Bool { decks[current].pointee.isSilent }
    /// The song that plays, or comes in.
    var song: Int { current }

    /// Renders the next `frames` frames of planar stereo.
    @_noLocks mutating func render(left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int) {
        if spare >= 0 { takeDeck() }
        if wishes.take(into: &wish) { takeWish() }
        if mixes && !isReplay { keepInStep() }
        var done = 0
        while done < frames {
            let untilChange = decks[current].pointee.framesUntilChange(from: outputFrame)
            if untilChange == 0 {
                report(decks[current].pointee.takeChange(), shownAt: wish.moodShownAt, waited: true)
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
            if move.isAway && !arrive() {
                keepSilent(left + done, right + done, count)
            } else {
                if count > move.framesLeft { count = move.framesLeft }
                render(left + done, right + done, count)
                move.apply(left + done, right + done, frames: count)
            }
            done += count
        }
        gauges.song.store(current, ordering: .relaxed)
        let position = decks[current].pointee.songPosition.bitPattern
        gauges.momentCount.wrappingAdd(1, ordering: .sequentiallyConsistent)
        gauges.momentFrame.store(Int(outputFrame), ordering: .releasing)
        gauges.momentPosition.store(position, ordering: .releasing)
        gauges.momentCount.wrappingAdd(1, ordering: .sequentiallyConsistent)
        gauges.heardPosition.store(position, ordering: .relaxed)
    }

    /// The song begins where it is to go on; false where it has not been read up to there.
    @_noLocks private mutating func arrive() -> Bool {
        let passed = Double(outputFrame - wish.move.frame) * wish.parameters.tempo * decks[current].pointee.sourceFramesPerFrame
        let place = wish.move.place + passed
        let length = decks[current].pointee.lengthFrames
        let passes = place / length
        var whole = Double(Int64(passes))
        if whole > passes { whole -= 1 }
        if !decks[current].pointee.begin(wish, at: place - whole * length, waits: false) { return false }
        move.arrive()
        report(wish.parameters, shownAt: Wish.nobody, waited: false, entering: current)
        return true
    }

    @_noLocks private mutating func keepSilent(_ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, _ frames: Int) {
        for index in 0..<frames { (left[index], right[index]) = (0, 0) }
        outputFrame += Int64(frames)
    }

    /// Up to `Chain.maximumFrames`.
    @_noLocks private mutating func render(_ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, _ frames: Int) {
        decks[current].pointee.render(left, right, frames: frames)
        if fade.isOn {
            decks[leaving].pointee.render(oldLeft, oldRight, frames: frames)
            fade.mix(oldLeft, oldRight, into: left, right, frames: frames)
        }
        if mixes { limiter.process(left: left, right: right, frames: frames) }
        outputFrame += Int64(frames)
        if !fade.isOn && leaving != current {
            leaving = current
            // A song that was wished for meanwhile.
            if isWaiting { entranceFrame = outputFrame + decks[current].pointee.waitFrames(wish.quantise) }
        }
    }

    /// What leaves, or will, follows the level of the session and nothing else.
    @_noLocks private mutating func takeWish() {
        if leaving != current, let parameters = decks[leaving].pointee.take(levelDecibels: wish.levelDecibels, at: outputFrame) {
            reportLeaving(parameters)
        }
        if wish.song >= decks.count || wish.song < 0 || decks.isEmpty(wish.song) { wish.song = current }
        // Of a song whose length nobody knows, what has gone by cannot be reached.
        if wish.move.number != moved && decks[current].pointee.lengthFrames > 0 && !isWaiting && !fade.isOn {
            move.leave()
        }
        moved = wish.move.number
        if !isWaiting {
            report(decks[current].pointee.take(wish, at: outputFrame), shownAt: wish.shownAt, waited: false)
            return
        }
        // Found since: the song is in step by its own bars from here on.
        if let marks = wish.marks { decks[wish.song].pointee.take(marks) }
        let wasWaiting = entranceFrame > outputFrame
        if let parameters = decks[current].pointee.take(levelDecibels: wish.levelDecibels, at: outputFrame) {
            report(parameters, shownAt: Wish.nobody, waited: false)
        }
        if !wasWaiting && !fade.isOn { entranceFrame = outputFrame + decks[current].pointee.waitFrames(wish.quantise) }
    }

    /// The song that is wished comes in, or is tried again when it has not been read that far.
    @_noLocks private mutating func enter() {
        let next = wish.song
        if !decks[next].pointee.begin(wish, at: place(in: next)) {
            entranceFrame = outputFrame + Player.retryFrames
            return
        }
        leaving = current
        current = next
        fade.begin()
        report(wish.parameters, shownAt: wish.moodShownAt, waited: true, entering: next)
    }

    @_noLocks private func keepInStep() {
        for index in 0..<decks.count where index != current && index != leaving && !waitsForItsTurn(index) {
            decks[index].pointee.follow(place(in: index))
        }
    }

    @_noLocks private func isInTurn(_ index: Int) -> Bool { index == 0 || index == spare }

    /// Of songs in turn, the one that has been and the one that will be.
    @_noLocks private func waitsForItsTurn(_ index: Int) -> Bool { isInTurn(index) && index != wish.main }

    /// A song that lies ready, once nothing is heard of the one in its place.
    @_noLocks private mutating func takeDeck() {
        let new = exchange.offered.load(ordering: .acquiring)
        if new == 0 { return }
        // The one before has not been fetched yet.
        if exchange.returned.load(ordering: .acquiring) != 0 { return }
        let place = exchange.place.load(ordering: .relaxed)
        if place >= decks.count || place == current || place == leaving { return }
        let old = decks.exchange(place, with: UnsafeMutablePointer(bitPattern: new))
        exchange.returned.store(UInt(bitPattern: old), ordering: .releasing)
        exchange.offered.store(0, ordering: .releasing)
    }

    /// Where in another song the place is that is heard: the same in bars, else the same share of the length.
    @_noLocks private func place(in index: Int) -> Double {
        // One after another, and not one for the other.
        if isInTurn(index) && isInTurn(current) { return 0 }
        let position = decks[current].pointee.songPosition
        if let marks = decks[current].pointee.marks, let others = decks[index].pointee.marks,
            let place = others.position(ofBarPlace: marks.barPlace(at: position))
        {
            return place
        }
        let (length, other) = (decks[current].pointee.lengthFrames, decks[index].pointee.lengthFrames)
        if length <= 0 || other <= 0 { return position }
        let passes = position / length
        return (passes - Double(Int64(passes))) * other
    }

    @_noLocks private mutating func report(_ parameters: ChainParameters, shownAt: Double, waited: Bool, entering: Int = -1) {
        let position = entering < 0 ? decks[current].pointee.songPosition : decks[current].pointee.firstFrame
        let event = PlayerEvent(
            outputFrame: outputFrame, sourcePosition: position, parameters: parameters, shownAt: shownAt,
            waited: waited, entering: entering, missedBar: decks[current].pointee.takeMissedBar())
        if !events.push(event) { gauges.lostEvents.wrappingAdd(1, ordering: .relaxed) }
    }
    @_noLocks private mutating func reportLeaving(_ parameters: ChainParameters) {
        var event = PlayerEvent(
            outputFrame: outputFrame, sourcePosition: decks[leaving].pointee.songPosition, parameters: parameters, shownAt: Wish.nobody,
            waited: false)
        event.isOfLeaving = true
        if !events.push(event) { gauges.lostEvents.wrappingAdd(1, ordering: .relaxed) }
    }

    // MARK: - Played again

    /// From the next frame on the song that plays sounds so.
    mutating func set(_ parameters: ChainParameters) { decks[current].pointee.set(parameters) }

    /// The same for the one that leaves.
    mutating func setLeaving(_ parameters: ChainParameters) { if leaving != current { decks[leaving].pointee.set(parameters) } }

    /// Takes the deck that does not play out of its place.
    mutating func takeIdle() -> UnsafeMutablePointer<Deck>? {
        mixes && leaving == current ? decks.exchange(1 - current, with: nil) : nil
    }

    /// Another song comes in, which has begun; of two places it takes the one that does not play.
    /// - Returns: what was there before.
    mutating func turn(to deck: UnsafeMutablePointer<Deck>) -> UnsafeMutablePointer<Deck>? {
        leaving = current
        current = 1 - current
        wish.song = current
        fade.begin()
        return decks.exchange(current, with: deck)
    }
}
