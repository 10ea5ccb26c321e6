import CALSA

/// How samples have to lie for a device; our floats are converted in chunks into a buffer of its own.
final class SoundCardFormat {
    /// Frames converted at a time.
    static let chunkFrames = 1024
    /// Tried in this order.
    static let wanted = [SND_PCM_FORMAT_FLOAT_LE, SND_PCM_FORMAT_S32_LE, SND_PCM_FORMAT_S16_LE]

    let sampleBytes: Int
    private let format: snd_pcm_format_t
    private let converted: UnsafeMutableRawPointer

    init(_ format: snd_pcm_format_t, channels: Int) {
        self.format = format
        sampleBytes = format == SND_PCM_FORMAT_S16_LE ? 2 : 4
        converted = .allocate(byteCount: Self.chunkFrames * channels * 4, alignment: 64)
    }

    /// The samples as the device wants them, at most `chunkFrames` frames; valid until the next call. What is above full
    /// scale is cut there. Rounds to the nearest step.
    func convert(_ samples: UnsafePointer<Float>, samples count: Int) -> UnsafeRawPointer {
        switch format {
        case SND_PCM_FORMAT_S16_LE:
            let out = converted.assumingMemoryBound(to: Int16.self)
            for index in 0..<count { out[index] = Int16((bounded(samples[index]) * 32767).rounded()) }
        case SND_PCM_FORMAT_S32_LE:
            let out = converted.assumingMemoryBound(to: Int32.self)
            // The largest Float below 2³¹: one step more would not fit.
            for index in 0..<count { out[index] = Int32(bounded(samples[index]) * 2_147_483_520) }
        default:
            return UnsafeRawPointer(samples)
        }
        return UnsafeRawPointer(converted)
    }

    /// −1 … 1; also what is not a number becomes one.
    private func bounded(_ sample: Float) -> Float { sample > -1 ? (sample < 1 ? sample : 1) : -1 }

    deinit { converted.deallocate() }
}
