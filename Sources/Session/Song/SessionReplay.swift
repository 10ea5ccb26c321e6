import Capture
import DSP
import Mood

/// A recorded session, rendered again faster than real time: its player does what it did, at the frames at which it did it. On the
/// processor level of the record the bytes are the same. Belongs to one thread.
public struct SessionReplay: ~Copyable {
    private var player: Player
    private let songs: ReplayedSongs
    private let changes: [RecordedChange]
    private let outputRate: Double
    private let channels: Int
    private let lead: Int64

    /// - Parameters:
    ///   - channels: 1 mixes both sides down, 2 keeps them.
    ///   - quality: nil for the recorded one.
    ///   - open: opens a song by its name in the record, at its first frame.
    /// - Throws: when the song with which it begins cannot be read.
    public init(
        _ record: SessionRecord, channels: Int, quality: StretchQuality? = nil, open: @escaping (String) throws(LeitmotifError) -> any SongSource
    ) throws(LeitmotifError) {
        let gauges = PlayerGauges()
        let start = Wish(parameters: record.start, quantise: .now)
        let changes = record.changes
        let making = DeckMaking(
            outputRate: record.outputRate, start: start, longestWait: 0, quality: quality ?? record.quality, gauges: gauges)
        let songs = ReplayedSongs(making, open: open)
        let hasTurns = changes.contains { if case .turn = $0.kind { true } else { false } }
        let decks = Places<Deck>(count: record.songCount > 1 || hasTurns ? 2 : 1)
        _ = decks.exchange(0, with: try songs.begin(record.song, at: record.beginning.position.rounded()))
        let pair = PlayerPair(decks: decks, outputRate: record.outputRate, start: start, gauges: gauges, isReplay: true)
        player = pair.player
        self.songs = songs
        self.changes = changes
        outputRate = record.outputRate
        self.channels = channels
        lead = record.beginning.frame - record.beginning.knownSince
    }

    /// What of the songs could not be heard, as far as it is known, by name.
    public var damage: [(song: String, damage: String)] { songs.damage }

    /// Renders from the record's beginning; to be called once.
    /// - Parameters:
    ///   - frames: to be written.
    ///   - progress: called after each block with the seconds written so far; false stops early.
    ///   - sink: receives interleaved samples and their number of frames.
    /// - Returns: frames written.
    /// - Throws: errors of the songs and of `sink`.
    @discardableResult
    public mutating func run(
        frames: Int64, progress: (Double) -> Bool = { _ in true }, into sink: (UnsafePointer<Float>, Int) throws(LeitmotifError) -> Void
    ) throws(LeitmotifError) -> Int64 {
        let block = StereoBlock(frames: OfflineRender.blockFrames)
        var pending = changes[...]
        var skipped = Int64(player.latencyFrames) + lead
        var written: Int64 = 0
        while written < frames {
            while let change = pending.first, change.outputFrame <= player.outputFrame {
                try perform(change)
                pending.removeFirst()
            }
            try songs.fill()
            var count = Int(min(skipped > 0 ? skipped : frames - written, Int64(block.capacityFrames)))
            if let next = pending.first { count = Int(min(Int64(count), next.outputFrame - player.outputFrame)) }
            player.render(left: block.left, right: block.right, frames: count)
            if skipped > 0 {
                skipped -= Int64(count)
            } else {
                block.interleave(frames: count, channels: channels)
                try sink(block.interleaved, count)
                written += Int64(count)
            }
            guard progress(Double(written) / outputRate) else { break }
        }
        return written
    }

    private mutating func perform(_ change: RecordedChange) throws(LeitmotifError) {
        switch change.kind {
        case .set(let parameters): player.set(parameters)
        case .leave(let parameters): player.setLeaving(parameters)
        case .turn(let song, let frame, let parameters):
            songs.takeBack(player.takeIdle())
            let deck = try songs.begin(song, at: frame)
            deck.pointee.restart(parameters)
            songs.takeBack(player.turn(to: deck))
        }
    }
}
