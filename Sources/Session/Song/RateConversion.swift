import Capture
import DSP

/// Resamples a whole song: `round(frames · rate / songRate)` frames, in time with the original.
public struct RateConversion {
    private let song: any SongSource
    private let name: String
    private let rate: Double
    private let converter: RateConverter

    /// - Parameters:
    ///   - name: what the song is called in errors.
    ///   - rate: Hz, may be fractional.
    public init(song: any SongSource, name: String, rate: Double) {
        self.song = song
        self.name = name
        self.rate = rate
        converter = RateConverter(sourceRate: song.sampleRate, outputRate: rate)
    }

    /// - Parameter progress: called with the seconds written so far; false stops early.
    /// - Returns: frames written.
    public func run(into writer: SoundFileWriter, progress: (Double) -> Bool) throws(LeitmotifError) -> Int64 {
        let channels = song.channels
        let output = StereoBlock(frames: RateConverter.maximumFrames)
        let input = StereoBlock(frames: SongBlock.capacityFrames)
        var songFrames = 0
        var hasEnded = false
        var written = 0
        while true {
            var missing = converter.framesNeeded(RateConverter.maximumFrames)
            while missing > 0 {
                var count = min(missing, input.capacityFrames)
                if !hasEnded { count = try read(count, into: input, channels) }
                if count == 0 {
                    hasEnded = true
                    input.clear()
                    continue
                }
                if !hasEnded { songFrames += count }
                converter.push(left: input.left, right: input.right, frames: count)
                missing -= count
            }
            var count = RateConverter.maximumFrames
            if hasEnded {
                guard songFrames > 0 else {
                    throw LeitmotifError(.damaged, "read song", name, "it holds no frames", next: "choose another file")
                }
                count = min(count, converter.outputFrames(forSourceFrames: songFrames) - written)
            }
            guard count > 0 else { return Int64(written) }
            converter.process(left: output.left, right: output.right, frames: count)
            output.interleave(frames: count, channels: channels)
            try writer.write(interleaved: output.interleaved, frames: count)
            written += count
            guard progress(Double(written) / rate) else { return Int64(written) }
        }
    }

    private func read(_ frames: Int, into block: borrowing StereoBlock, _ channels: Int) throws(LeitmotifError) -> Int {
        let count = try song.read(into: block.interleaved, frames: frames)
        deinterleave(block.interleaved, channels: channels, frames: count, left: block.left, right: block.right)
        return count
    }
}
