import CALSA
import Glibc

/// An open ALSA handle, closed on deinit, and the negotiation of its parameters.
final class SoundCardDevice {
    let pcm: OpaquePointer
    private let name: String

    struct Setting {
        let rate: UInt32
        let periodFrames: Int
        let bufferFrames: Int
        let format: SoundCardFormat
    }

    init(_ name: String) throws(LeitmotifError) {
        alsa_silence()
        self.name = name
        var pcm: OpaquePointer?
        // Non-blocking: opening a busy device would wait, and one that hangs would hang us.
        let code = snd_pcm_open(&pcm, name, SND_PCM_STREAM_PLAYBACK, Int32(SND_PCM_NONBLOCK))
        guard code >= 0, let pcm else {
            let next =
                switch -code {
                case EBUSY: "end the program that uses it, or use default"
                case EACCES: "add yourself to the group audio: sudo usermod -aG audio $USER, then log in again"
                default: "see app speakers, or name a FILE.wav"
                }
            throw LeitmotifError(.system(code), "open sound device", name, Self.text(code), next: next)
        }
        self.pcm = pcm
    }

    static func text(_ code: Int32) -> String { String(cString: snd_strerror(code)) }

    /// Requests rate, sample format and buffer, then reads back what was granted.
    func setUp(rate: Double, periodFrames: Int, periods: Int) throws(LeitmotifError) -> Setting {
        guard SongLimits.rates.contains(rate), (16...65536).contains(periodFrames), periods <= 64 else {
            throw LeitmotifError(
                .outOfRange, "set up sound device", name, "\(rate) Hz in \(periods) periods of \(periodFrames)",
                next: "use --latency normal")
        }
        var hardware: OpaquePointer?
        snd_pcm_hw_params_malloc(&hardware)
        defer { snd_pcm_hw_params_free(hardware) }
        try check("configuration", snd_pcm_hw_params_any(pcm, hardware))
        try check("interleaved access", snd_pcm_hw_params_set_access(pcm, hardware, SND_PCM_ACCESS_RW_INTERLEAVED))
        guard let sample = SoundCardFormat.wanted.first(where: { snd_pcm_hw_params_set_format(pcm, hardware, $0) == 0 }) else {
            throw LeitmotifError(
                .unsupported, "set up sound device", name, "it takes neither floats nor 32 or 16 bits",
                next: "put plug: before its name")
        }
        try check("two channels", snd_pcm_hw_params_set_channels(pcm, hardware, 2))
        // Our resampler is better than a plugin's, so ask for a rate of the device itself.
        snd_pcm_hw_params_set_rate_resample(pcm, hardware, 0)
        var grantedRate = UInt32(rate.rounded())
        try check("a sample rate near \(rate) Hz", snd_pcm_hw_params_set_rate_near(pcm, hardware, &grantedRate, nil))
        // Some devices prefer a single period as long as the buffer, and stutter with it.
        var fewest: UInt32 = 2
        snd_pcm_hw_params_set_periods_min(pcm, hardware, &fewest, nil)
        var period = snd_pcm_uframes_t(periodFrames)
        try check("periods of \(periodFrames) frames", snd_pcm_hw_params_set_period_size_near(pcm, hardware, &period, nil))
        var buffer = period * snd_pcm_uframes_t(periods)
        try check("a buffer of \(buffer) frames", snd_pcm_hw_params_set_buffer_size_near(pcm, hardware, &buffer))
        try check("parameters", snd_pcm_hw_params(pcm, hardware))
        try check("rate", snd_pcm_hw_params_get_rate(hardware, &grantedRate, nil))
        try check("period", snd_pcm_hw_params_get_period_size(hardware, &period, nil))
        try check("buffer", snd_pcm_hw_params_get_buffer_size(hardware, &buffer))
        guard period > 0, buffer >= 2 * period, buffer <= 1 << 24 else {
            throw LeitmotifError(
                .unsupported, "set up sound device", name, "it grants a buffer of \(buffer) frames in periods of \(period)",
                next: "use default")
        }
        try check("rate \(grantedRate)", SongLimits.rates.contains(Double(grantedRate)) ? 0 : -EINVAL)
        try setUpStart(period: period, buffer: buffer)
        return Setting(
            rate: grantedRate, periodFrames: Int(period), bufferFrames: Int(buffer), format: SoundCardFormat(sample, channels: 2))
    }

    /// When to start and when to wake up. By default a device starts at the first frame, and underruns at the second.
    private func setUpStart(period: snd_pcm_uframes_t, buffer: snd_pcm_uframes_t) throws(LeitmotifError) {
        var software: OpaquePointer?
        snd_pcm_sw_params_malloc(&software)
        defer { snd_pcm_sw_params_free(software) }
        try check("settings", snd_pcm_sw_params_current(pcm, software))
        // One period short of full, so that a device that never reports a full buffer starts too.
        try check("start", snd_pcm_sw_params_set_start_threshold(pcm, software, max(period, buffer - period)))
        try check("wake-up", snd_pcm_sw_params_set_avail_min(pcm, software, period))
        try check("settings", snd_pcm_sw_params(pcm, software))
    }

    private func check(_ what: String, _ code: Int32) throws(LeitmotifError) {
        guard code < 0 else { return }
        throw LeitmotifError(
            .unsupported, "set up sound device", name, "no \(what): \(Self.text(code))",
            next: "put plug: before its name, or use default")
    }

    deinit { snd_pcm_close(pcm) }
}
