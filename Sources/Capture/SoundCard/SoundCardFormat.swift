import CALSA

/// The sample format of a device; converts our floats in chunks, in a buffer of its own.
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

    /// The samples in the device's format, at most `chunkFrames` frames; valid until the next call. Clips at full scale and
    /// rounds to nearest.
    func convert(_ samples: UnsafePointer<Float>, samples count: Int) -> UnsafeRawPointer {
        switch format {
        case SND_PCM_FORMAT_S16_LE:
            let out = converted.assumingMemoryBound(to: Int16.self)
            for index in 0..<count { out[index] = Int16((bounded(samples[index]) * 32767).rounded()) }
        case SND_PCM_FORMAT_S32_LE:
            let out = converted.assumingMemoryBound(to: Int32.self)
            // The largest Float below 2³¹; the next one would overflow.
            for index in 0..<count { out[index] = Int32(bounded(samples[index]) * 2_147_483_520) }
        default:
            return UnsafeRawPointer(samples)
        }
        return UnsafeRawPointer(converted)
    }

    /// −1 … 1; NaN becomes −1.
    private func bounded(_ sample: Float) -> Float { sample > -1 ? (sample < 1 ? sample : 1) : -1 }

    deinit { converted.deallocate() }
}
