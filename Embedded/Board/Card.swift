import CBoard

/// An ALSA device that plays stereo; closed on deinit.
struct Card: ~Copyable {
    static let blockFrames = 256
    /// What the card may have in hand: short for the ear, long enough for a small board.
    private static let bufferSeconds = 0.06

    /// Frames a second, as granted.
    let rate: Double
    /// It plays as fast as it is given.
    let isPaced: Bool
    private(set) var underruns = 0
    private let device: OpaquePointer
    private let isFloat: Bool
    private let rounded: UnsafeMutablePointer<Int16>

    init(_ name: UnsafePointer<CChar>, rate wanted: Double) throws(Failure) {
        var opened: OpaquePointer?
        let code = snd_pcm_open(&opened, name, SND_PCM_STREAM_PLAYBACK, 0)
        guard code >= 0, let opened else { throw Card.failure(name, code) }
        var granted: (rate: UInt32, isFloat: Bool)?
        for format in [SND_PCM_FORMAT_FLOAT_LE, SND_PCM_FORMAT_S16_LE] where granted == nil {
            granted = Card.ask(opened, format, rate: UInt32(wanted)).map { ($0, format == SND_PCM_FORMAT_FLOAT_LE) }
        }
        guard let granted else {
            snd_pcm_close(opened)
            throw Failure("open sound device", name, "it takes neither floats nor 16-bit stereo", next: "name it as plughw:…, see aplay -L")
        }
        device = opened
        rate = Double(granted.rate)
        isFloat = granted.isFloat
        isPaced = snd_pcm_type(opened) != SND_PCM_TYPE_NULL
        rounded = .allocate(capacity: 2 * Card.blockFrames)
    }

    /// The rate that the device grants; nil when it refuses.
    private static func ask(_ device: OpaquePointer, _ format: snd_pcm_format_t, rate wanted: UInt32) -> UInt32? {
        var parameters: OpaquePointer?
        guard snd_pcm_hw_params_malloc(&parameters) >= 0, let parameters else { return nil }
        defer { snd_pcm_hw_params_free(parameters) }
        var rate = wanted
        var period = snd_pcm_uframes_t(blockFrames)
        var buffer = snd_pcm_uframes_t(Double(wanted) * bufferSeconds)
        guard snd_pcm_hw_params_any(device, parameters) >= 0,
            snd_pcm_hw_params_set_access(device, parameters, SND_PCM_ACCESS_RW_INTERLEAVED) >= 0,
            snd_pcm_hw_params_set_format(device, parameters, format) >= 0,
            snd_pcm_hw_params_set_channels(device, parameters, 2) >= 0,
            snd_pcm_hw_params_set_rate_near(device, parameters, &rate, nil) >= 0, 4000...384_000 ~= rate,
            snd_pcm_hw_params_set_period_size_near(device, parameters, &period, nil) >= 0,
            snd_pcm_hw_params_set_buffer_size_near(device, parameters, &buffer) >= 0,
            snd_pcm_hw_params(device, parameters) >= 0
        else { return nil }
        return rate
    }

    private static func failure(_ name: UnsafePointer<CChar>, _ code: Int32) -> Failure {
        Failure("open sound device", name, snd_strerror(code), next: "see aplay -L, or name a FILE.wav")
    }

    /// Plays a block of interleaved stereo, and waits until the card has taken it; false when it is lost.
    mutating func play(_ block: UnsafePointer<Float>, frames: Int) -> Bool {
        var source = UnsafeRawPointer(block)
        if !isFloat {
            for index in 0..<2 * frames { rounded[index] = Int16((block[index] * 32_767).rounded()) }
            source = UnsafeRawPointer(rounded)
        }
        let frameBytes = isFloat ? 8 : 4
        var done = 0
        while done < frames {
            let count = snd_pcm_writei(device, source + done * frameBytes, snd_pcm_uframes_t(frames - done))
            if count >= 0 {
                done += Int(count)
            } else {
                underruns += 1
                // An underrun or a suspended card goes on; a card that was pulled out does not.
                guard snd_pcm_recover(device, Int32(count), 1) >= 0 else { return false }
            }
        }
        return true
    }

    deinit {
        snd_pcm_close(device)
        rounded.deallocate()
    }
}
