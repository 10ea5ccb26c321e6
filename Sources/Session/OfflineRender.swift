import Capture
import DSP
import Mood

/// A wish at an exact output frame.
public struct ScoredChange: Sendable {
    public var outputFrame: Int64
    public var parameters: ChainParameters
    public var quantise: Quantise

    public init(outputFrame: Int64, parameters: ChainParameters, quantise: Quantise) {
        self.outputFrame = outputFrame
        self.parameters = parameters
        self.quantise = quantise
    }
}

/// How long a rendering becomes.
public enum RenderLength: Sendable {
    /// Exactly so many frames, the song looping.
    case frames(Int64)
    /// One pass of the song at the starting tempo, `round(frames / tempo)`, then its tails down to −60 dB,
    /// `longestTailSeconds` at most (0 cuts them).
    case song(longestTailSeconds: Double)
}

/// Renders a song faster than real time, by the same player as a live session.
public struct OfflineRender {
    static let blockFrames = 1024
    private let feeder: SongFeeder
    private let player: Player
    private let outputRate: Double
    private let start: ChainParameters
    private let length: RenderLength
    private let channels: Int

    /// - Parameters:
    ///   - outputRate: frames a second of the result; the song is converted when its own rate differs.
    ///   - channels: 1 mixes both sides into one, 2 keeps them.
    public init(
        song: any SongSource, name: String, outputRate: Double, channels: Int, start: ChainParameters, grid: BeatGrid? = nil,
        length: RenderLength
    ) {
        var loops = false
        if case .frames = length { loops = true }
        feeder = SongFeeder(song: song, name: name, loops: loops)
        player = Player(feeder: feeder, outputRate: outputRate, start: start, grid: grid)
        self.outputRate = outputRate
        self.start = start
        self.length = length
        self.channels = channels
    }

    /// - Parameters:
    ///   - changes: in ascending order of their frames.
    ///   - progress: called now and then with the seconds written so far; false stops the rendering early.
    /// - Returns: frames written.
    @discardableResult
    public func run(
        into writer: SoundFileWriter, changes: [ScoredChange] = [], progress: (Double) -> Bool = { _ in true }
    ) throws(CaptureError) -> Int64 {
        try run(changes: changes, progress: progress) { (interleaved, frames) throws(CaptureError) in
            try writer.write(interleaved: interleaved, frames: frames)
        }
    }

    /// The same without a file.
    /// - Parameter sink: receives every block in turn, interleaved frames and their count, which it may read during the call.
    @discardableResult
    public func run(
        changes: [ScoredChange] = [], progress: (Double) -> Bool = { _ in true },
        into sink: (UnsafePointer<Float>, Int) throws(CaptureError) -> Void
    ) throws(CaptureError) -> Int64 {
        let block = StereoBlock(frames: OfflineRender.blockFrames)
        var pending = changes[...]
        var skipped = player.latencyFrames
        var written: Int64 = 0
        while true {
            try feeder.fill()
            let position = player.outputFrame
            while let change = pending.first, change.outputFrame <= position {
                player.mailbox.post(Wish(parameters: change.parameters, quantise: change.quantise))
                pending.removeFirst()
            }
            var count = remaining(after: written, most: OfflineRender.blockFrames)
            if count == 0 { return written }
            if skipped > 0 { count = min(skipped, OfflineRender.blockFrames) }
            if let next = pending.first { count = Int(min(Int64(count), next.outputFrame - position)) }
            player.render(left: block.left, right: block.right, frames: count)
            if skipped > 0 {
                skipped -= count
                continue
            }
            block.interleave(frames: count, channels: channels)
            try sink(block.interleaved, count)
            written += Int64(count)
            guard progress(Double(written) / outputRate) else { return written }
        }
    }

    private func remaining(after written: Int64, most: Int) -> Int {
        switch length {
        case .frames(let total):
            return Int(min(total - written, Int64(most)))
        case .song(let longestTailSeconds):
            // The chain reads ahead, so the song's length is known before its last frame is due.
            guard let songFrames = feeder.songFrames else { return min(most, Chain.quantumFrames) }
            let body = OfflineRender.frames(of: songFrames, at: feeder.sampleRate, tempo: start.tempo, outputRate: outputRate)
            if written < body { return Int(min(body - written, Int64(most))) }
            let longest = body + Int64((longestTailSeconds * outputRate).rounded())
            if written >= longest || player.isSilent { return 0 }
            return Int(min(longest - written, Int64(Chain.quantumFrames)))
        }
    }

    /// `round(frames / tempo)` at the song's own rate.
    static func frames(of songFrames: Int, at songRate: Double, tempo: Double, outputRate: Double) -> Int64 {
        Int64((Double(songFrames) / tempo * (outputRate / songRate)).rounded())
    }
}
