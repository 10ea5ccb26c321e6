import Capture
import DSP
import Mood

/// A wish at an exact output frame.
public struct ScoredWish: Equatable, Sendable {
    /// The output frame at which the wish reaches the player.
    public var outputFrame: Int64
    /// The wish from there on.
    public var wish: Wish

    /// A wish at `outputFrame`, counted from 0.
    public init(outputFrame: Int64, wish: Wish) {
        self.outputFrame = outputFrame
        self.wish = wish
    }
}

/// How long a rendering is.
public enum RenderLength: Sendable {
    /// Exactly so many frames; the song loops.
    case frames(Int64)
    /// One pass of the song at the starting tempo, `round(frames / tempo)`, then the tail up to its last sample above −60 dBFS,
    /// at most `longestTailSeconds` (0 cuts it).
    case song(longestTailSeconds: Double)
}

/// Renders a song faster than real time, with the same player as a live session. Belongs to one thread.
public struct OfflineRender: ~Copyable {
    /// −60 dB of full scale.
    static let quiet: Float = 0.001
    static let blockFrames = 1024
    private var playback: SongPlayback
    private let outputRate: Double
    private let startTempo: Double
    private let length: RenderLength
    private let channels: Int
    /// Index of the song that is heard first.
    private let first: Int

    /// - Parameters:
    ///   - name: what the song is called in errors.
    ///   - outputRate: output frames a second; a song of another rate is resampled.
    ///   - channels: 1 mixes both sides down, 2 keeps them.
    ///   - start: what sounds from the first frame on.
    ///   - longestWait: seconds that a change may wait for a bar.
    ///   - quality: of other tempos and keys than the song's own.
    public init(
        song: any SongSource, name: String, outputRate: Double, channels: Int, start: Wish, grid: BeatGrid? = nil,
        longestWait: Double = Conductor.usualLongestWait, quality: StretchQuality = .normal, length: RenderLength
    ) {
        self.init(
            songs: [PlayableSong(song, name: name, grid: grid)], outputRate: outputRate, channels: channels, start: start,
            longestWait: longestWait, quality: quality, length: length)
    }

    /// The same with several songs, of which `Wish.song` names one by its index; they loop.
    public init(
        songs: [PlayableSong], outputRate: Double, channels: Int, start: Wish, longestWait: Double = Conductor.usualLongestWait,
        quality: StretchQuality = .normal, length: RenderLength
    ) {
        var loops = songs.count > 1
        if case .frames = length { loops = true }
        first = start.song
        playback = SongPlayback(
            songs, loops: loops, outputRate: outputRate, start: start, longestWait: longestWait, quality: quality)
        self.outputRate = outputRate
        startTempo = start.parameters.tempo
        self.length = length
        self.channels = channels
    }

    /// Renders from start to end; to be called once.
    /// - Parameters:
    ///   - changes: in ascending order of frames.
    ///   - progress: called after each block with the seconds written so far; false stops early.
    ///   - sink: receives interleaved samples and their number of frames.
    /// - Returns: frames written.
    /// - Throws: errors of the song and of `sink`.
    @discardableResult
    public mutating func run(
        changes: [ScoredWish] = [], progress: (Double) -> Bool = { _ in true },
        into sink: (UnsafePointer<Float>, Int) throws(LeitmotifError) -> Void
    ) throws(LeitmotifError) -> Int64 {
        let block = StereoBlock(frames: OfflineRender.blockFrames)
        var pending = changes[...]
        var skipped = Int64(playback.player.latencyFrames)
        var written: Int64 = 0
        while true {
            try playback.feeders.fill()
            let position = playback.player.outputFrame
            while let change = pending.first, change.outputFrame <= position {
                playback.remote.wishes.post(change.wish)
                pending.removeFirst()
            }
            let remaining = framesBeforeTail(after: written)
            if remaining == 0 { break }
            var count = Int(min(skipped > 0 ? skipped : min(remaining, Int64(OfflineRender.blockFrames)), Int64(block.capacityFrames)))
            if let next = pending.first { count = Int(min(Int64(count), next.outputFrame - position)) }
            playback.player.render(left: block.left, right: block.right, frames: count)
            if skipped > 0 {
                skipped -= Int64(count)
                guard progress(0) else { return written }
                continue
            }
            block.interleave(frames: count, channels: channels)
            try sink(block.interleaved, count)
            written += Int64(count)
            guard progress(Double(written) / outputRate) else { return written }
        }
        guard case .song(let longest) = length else { return written }
        return written + (try renderTail(block, longest: Int((longest * outputRate).rounded()), into: sink))
    }

    /// Quiet frames are held back until a louder one follows, so that the result ends with the tail's last audible sample.
    private mutating func renderTail(
        _ block: borrowing StereoBlock, longest: Int, into sink: (UnsafePointer<Float>, Int) throws(LeitmotifError) -> Void
    ) throws(LeitmotifError) -> Int64 {
        var held: [Float] = []
        var rendered = 0
        var written = 0
        while rendered < longest, !playback.player.isSilent {
            try playback.feeders.fill()
            let count = min(Chain.maximumFrames, longest - rendered)
            playback.player.render(left: block.left, right: block.right, frames: count)
            block.interleave(frames: count, channels: channels)
            rendered += count
            held.append(contentsOf: UnsafeBufferPointer(start: block.interleaved, count: count * channels))
            guard let last = held.lastIndex(where: { $0.magnitude > OfflineRender.quiet }) else { continue }
            let frames = last / channels + 1
            // The buffer's pointer is borrowed for the call; closures of typed throws cannot cross `withUnsafe…`.
            let loud = UnsafeMutablePointer<Float>.allocate(capacity: frames * channels)
            defer { loud.deallocate() }
            loud.initialize(from: held, count: frames * channels)
            try sink(loud, frames)
            held.removeFirst(frames * channels)
            written += frames
        }
        return Int64(written)
    }

    private func framesBeforeTail(after written: Int64) -> Int64 {
        switch length {
        case .frames(let total): return total - written
        case .song:
            // The chain reads ahead, so the song's length is known before its last frame is due.
            guard let songFrames = playback.feeders[first].pointee.songFrames else { return Int64(Chain.maximumFrames) }
            let frames = Double(songFrames) / startTempo * (outputRate / playback.feeders[first].pointee.sampleRate)
            return Int64(frames.rounded()) - written
        }
    }
}
