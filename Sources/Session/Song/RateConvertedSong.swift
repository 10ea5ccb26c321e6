import Capture
import DSP

/// A song at a rate at which every effect works. The stages of the chain clamp rates outside 4000 … 384,000 Hz, each for itself:
/// such a song would sound at a wrong speed, so it is converted at the door. Belongs to one thread at a time.
public final class RateConvertedSong: SongSource {
    /// Hertz that the chain takes as they are.
    public static let rates = 4000.0...384_000.0

    /// Hertz, within `rates`.
    public let sampleRate: Double
    /// As the song's.
    public let channels: Int
    /// The song's length at the new rate.
    public let frameCount: Int?
    private var song: any SongSource
    private var converter: RateConverter
    private let input = StereoBlock(frames: SongBlock.capacityFrames)
    private let output = StereoBlock(frames: RateConverter.maximumFrames)
    /// Of the song, since it last started; frames of ours that were made of them.
    private var readFrames = 0
    private var madeFrames = 0
    private var hasEnded = false

    /// Converts to the smallest multiple of the song's rate within the limits, or the largest whole part of it.
    public init(_ song: any SongSource) {
        let rate = song.sampleRate
        let low = RateConvertedSong.rates.lowerBound, high = RateConvertedSong.rates.upperBound
        sampleRate = rate < low ? rate * (low / rate).rounded(.up) : rate / (rate / high).rounded(.up)
        channels = song.channels
        converter = RateConverter(sourceRate: rate, outputRate: sampleRate)
        frameCount = song.frameCount.map(converter.outputFrames(forSourceFrames:))
        self.song = song
    }

    /// Converts as much as is asked for, at most 1024 frames.
    public func read(into interleaved: UnsafeMutablePointer<Float>, frames: Int) throws(LeitmotifError) -> Int {
        let wanted = min(frames, RateConverter.maximumFrames)
        guard wanted > 0 else { return 0 }
        try fill(converter.framesNeeded(wanted))
        let count = hasEnded ? min(wanted, converter.outputFrames(forSourceFrames: readFrames) - madeFrames) : wanted
        guard count > 0 else { return 0 }
        converter.process(left: output.left, right: output.right, frames: count)
        output.interleave(frames: count, channels: channels)
        interleaved.update(from: output.interleaved, count: count * channels)
        madeFrames += count
        return count
    }

    /// As the song's.
    public var damage: String? { song.damage }
    /// As the song's.
    public var patience: Patience {
        get { song.patience }
        set { song.patience = newValue }
    }

    /// Silence follows the song's last frame.
    private func fill(_ frames: Int) throws(LeitmotifError) {
        var missing = frames
        while missing > 0 {
            var count = min(missing, input.capacityFrames)
            if !hasEnded {
                let got = try song.read(into: input.interleaved, frames: count)
                deinterleave(input.interleaved, channels: channels, frames: got, left: input.left, right: input.right)
                readFrames += got
                if got > 0 { count = got } else { hasEnded = true }
            }
            if hasEnded { input.clear() }
            converter.push(left: input.left, right: input.right, frames: count)
            missing -= count
        }
    }

    /// Starts over, with nothing left of the song's end.
    public func rewind() throws(LeitmotifError) {
        try song.rewind()
        converter = RateConverter(sourceRate: song.sampleRate, outputRate: sampleRate)
        (readFrames, madeFrames, hasEnded) = (0, 0, false)
    }
}

/// A song that the chain can play.
/// - Parameter patience: for a decoder that does not answer.
/// - Throws: as `openSong`.
public func openPlayableSong(_ path: String, patience: Patience = Patience()) throws(LeitmotifError) -> any SongSource {
    let song = try openSong(path, patience: patience)
    return RateConvertedSong.rates.contains(song.sampleRate) ? song : RateConvertedSong(song)
}
