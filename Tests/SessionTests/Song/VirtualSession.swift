import Capture
import DSP
import Mood

@testable import Session

/// A live session in virtual time: heart and player as `LiveSession` connects them, on one thread, and what its record says.
struct VirtualSession: ~Copyable {
    static let rate = 44_100.0
    static let blockFrames = 256

    /// How a song is opened, by its name in the record.
    typealias Opening = (String) throws(LeitmotifError) -> any SongSource

    var performance: Performance
    private let setting: Performance.Setting
    private let open: Opening
    private let gauges = PlayerGauges()
    private let feeders: Places<SongFeeder>
    private let making: DeckMaking
    private var pair: PlayerPair
    private var isBegun = false
    private let block = StereoBlock(frames: blockFrames)
    private var past = SessionPast()
    private let songCount: Int
    private var prepared: (index: Int, song: KnownSong)?
    private var frames: Int64 = 0
    private(set) var lines = ""
    /// Interleaved, as a recording keeps it.
    private(set) var sound: [Float] = []

    /// - Parameter setting: with the session's song, those of moods, and those in turn.
    init(_ given: Performance.Setting, open: @escaping Opening) throws {
        var setting = given
        setting.outputRate = VirtualSession.rate
        let performance = Performance(setting)
        let known = [KnownSong(path: setting.song, sourceRate: setting.sourceRate, grid: setting.grid)] + setting.moodSongs
        let sources = try known.map { try open($0.path) }
        songCount = known.count + (setting.songs.count > 1 ? 1 : 0)
        making = DeckMaking(
            outputRate: VirtualSession.rate, start: performance.start, longestWait: setting.longestWait, quality: setting.quality,
            gauges: gauges)
        let decks = Places<Deck>(count: songCount)
        feeders = Places<SongFeeder>(count: songCount)
        for (place, song) in known.enumerated() {
            let ends = making.ends(of: sources[place], name: song.path, grid: song.grid)
            _ = feeders.exchange(place, with: ends.feeder)
            _ = decks.exchange(place, with: ends.deck)
        }
        pair = PlayerPair(
            decks: decks, outputRate: VirtualSession.rate, start: performance.start, gauges: gauges,
            spare: songCount > known.count ? songCount - 1 : -1)
        (self.setting, self.open, self.performance) = (setting, open, performance)
        self.performance.begin()
        publish()
    }

    /// To be called first, as `PlayerThread` does: the player's latency is not heard.
    private mutating func discardLatency() throws {
        try feeders.fill()
        pair.player.render(left: block.left, right: block.right, frames: pair.player.latencyFrames)
        isBegun = true
    }

    var seconds: Double { Double(frames) / VirtualSession.rate }
    /// The place of the song that is heard.
    var song: Int { pair.player.song }

    /// Plays so many blocks, with a pass of the session after every four.
    mutating func play(blocks: Int) throws {
        if !isBegun { try discardLatency() }
        for index in 0..<blocks {
            if index % 4 == 0 { try pass() }
            try feeders.fill()
            pair.player.render(left: block.left, right: block.right, frames: VirtualSession.blockFrames)
            block.interleave(frames: VirtualSession.blockFrames, channels: 2)
            sound.append(contentsOf: UnsafeBufferPointer(start: block.interleaved, count: 2 * VirtualSession.blockFrames))
            frames += Int64(VirtualSession.blockFrames)
        }
    }

    mutating func take(_ command: Command) { performance.take(command, at: seconds) }
    mutating func take(_ fact: Fact) { performance.take(fact, at: seconds) }

    private mutating func pass() throws {
        while let event = pair.remote.events.pop() { for fact in event.facts() { performance.take(fact, at: seconds) } }
        pair.remote.decks.endReturned()
        if let (index, song) = prepared, !pair.remote.decks.isWaiting {
            prepared = nil
            performance.take(.songPrepared(index, song), at: seconds)
        }
        var report = PlayerReport()
        report.frames = frames
        report.song = gauges.song.load(ordering: .relaxed)
        report.heardFrame = gauges.heardFrame
        report.songFrames = feeders[report.song].pointee.songFrames
        report.starvedQuanta = gauges.starvedQuanta.load(ordering: .relaxed)
        performance.take(.played(report), at: seconds)
        performance.advance(to: seconds)
        for action in performance.takeActions() {
            switch action {
            case .play(let wish): pair.remote.wishes.post(wish)
            case .prepareSong(let index, let place): try prepare(index, place)
            default: break
            }
        }
        publish()
    }

    private mutating func prepare(_ index: Int, _ place: Int) throws {
        let path = setting.songs[index]
        let source = try open(path)
        let ends = making.ends(of: source, name: path, grid: nil)
        try ends.feeder.pointee.fill()
        Places<SongFeeder>.end(feeders.exchange(place, with: ends.feeder))
        if pair.remote.decks.offer(ends.deck, place: place) {
            prepared = (index, KnownSong(path: path, sourceRate: source.sampleRate, grid: nil))
        }
    }

    private mutating func publish() {
        let events = performance.takeEvents()
        past.take(events)
        for event in events {
            lines += SessionText.lines(event) ?? ""
            if case .began = event.kind { lines += "songs \(songCount)\n" }
        }
    }

    /// As a record begun now would begin, and the length of what was written until now.
    func linesFromHere() -> (beginning: String, offset: Int) {
        let events = past.beginning(at: performance.snapshot)
        let head = SessionText.lines(events[0]) ?? ""
        return (head + "songs \(songCount)\n" + events.dropFirst().compactMap { SessionText.lines($0) }.joined(), lines.utf8.count)
    }

    mutating func end() throws {
        try pass()
        performance.end(frames: frames)
        publish()
    }
}
