import CALSA
import Glibc

/// An open ALSA handle, closed on deinit, and the negotiation of its parameters.
final class SoundCardDevice {
    /// No buffer is longer than this, and no delay.
    static let mostFrames = 1 << 24
    let pcm: OpaquePointer
    private let name: String

    /// What was granted.
    struct Setting {
        let rate: Double
        let periodFrames: Int
        let bufferFrames: Int
        let format: SampleFormat
        let channels: Int
    }

    init(_ name: String) throws(LeitmotifError) {
        alsa_silence()
        self.name = name
        var pcm: OpaquePointer?
        // Non-blocking: opening a busy device would wait, and one that hangs would hang us.
        var code = snd_pcm_open(&pcm, name, SND_PCM_STREAM_PLAYBACK, Int32(SND_PCM_NONBLOCK))
        guard code >= 0, let pcm else {
            // Of a card that may not be looked at alsa-lib says that it is not there.
            if [-ENOENT, -ENODEV, -ENXIO].contains(code), SoundCardList.hasForbiddenCards { code = -EACCES }
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

    /// The name of the same device behind ALSA's converting plugin; nil when it is behind it already.
    static func converting(_ name: String) -> String? {
        if name.hasPrefix("plug") { return nil }
        return name.hasPrefix("hw:") ? "plug" + name : "plug:'\(name)'"
    }

    /// Requests rate, sample format, channels and buffer, then reads back what was granted.
    func setUp(_ request: SoundCardRequest) throws(LeitmotifError) -> Setting {
        guard SongLimits.rates.contains(request.rate), (0.0001...2).contains(request.periodSeconds),
            (0.0002...6).contains(request.bufferSeconds)
        else {
            throw LeitmotifError(
                .outOfRange, "set up sound device", name,
                "\(request.rate) Hz with \(request.periodSeconds) s in a buffer of \(request.bufferSeconds) s",
                next: "use --latency normal")
        }
        var hardware: OpaquePointer?
        snd_pcm_hw_params_malloc(&hardware)
        defer { snd_pcm_hw_params_free(hardware) }
        try check("configuration", snd_pcm_hw_params_any(pcm, hardware))
        try check("interleaved access", snd_pcm_hw_params_set_access(pcm, hardware, SND_PCM_ACCESS_RW_INTERLEAVED))
        guard let format = SampleFormat.allCases.first(where: { snd_pcm_hw_params_set_format(pcm, hardware, $0.code) == 0 }) else {
            throw LeitmotifError(
                .unsupported, "set up sound device", name, "no sample format that we know",
                next: Self.converting(name).map { "use \($0)" } ?? "use default")
        }
        let channels = try setUpChannels(request.channels, hardware)
        // Our resampler is better than a plugin's, so ask for a rate of the device itself.
        snd_pcm_hw_params_set_rate_resample(pcm, hardware, 0)
        var granted = UInt32(request.rate.rounded())
        try check("a sample rate near \(request.rate) Hz", snd_pcm_hw_params_set_rate_near(pcm, hardware, &granted, nil))
        let rate = Double(granted)
        try check("rate \(granted)", SongLimits.rates.contains(rate) ? 0 : -EINVAL)
        // Some devices prefer a single period as long as the buffer, and stutter with it.
        var fewest: UInt32 = 2
        snd_pcm_hw_params_set_periods_min(pcm, hardware, &fewest, nil)
        var period = snd_pcm_uframes_t(request.periodFrames(at: rate))
        try check("periods of \(period) frames", snd_pcm_hw_params_set_period_size_near(pcm, hardware, &period, nil))
        var buffer = snd_pcm_uframes_t(max(request.bufferFrames(at: rate), 2 * Int(period)))
        try check("a buffer of \(buffer) frames", snd_pcm_hw_params_set_buffer_size_near(pcm, hardware, &buffer))
        try check("parameters", snd_pcm_hw_params(pcm, hardware))
        try check("period", snd_pcm_hw_params_get_period_size(hardware, &period, nil))
        try check("buffer", snd_pcm_hw_params_get_buffer_size(hardware, &buffer))
        guard period > 0, buffer >= 2 * period, buffer <= SoundCardDevice.mostFrames else {
            throw LeitmotifError(
                .unsupported, "set up sound device", name, "it grants a buffer of \(buffer) frames in periods of \(period)",
                next: "use default")
        }
        try setUpStart(period: period, buffer: buffer)
        return Setting(rate: rate, periodFrames: Int(period), bufferFrames: Int(buffer), format: format, channels: channels)
    }

    /// As few channels as have the places; without places two, else as few more as it has, else one.
    private func setUpChannels(_ places: [Int]?, _ hardware: OpaquePointer?) throws(LeitmotifError) -> Int {
        var fewest = UInt32(max(places?.max() ?? 2, 1))
        if snd_pcm_hw_params_set_channels_min(pcm, hardware, &fewest) < 0 {
            var most: UInt32 = 0
            snd_pcm_hw_params_get_channels_max(hardware, &most)
            guard places == nil else {
                throw LeitmotifError(
                    .outOfRange, "set up sound device", name, "it has \(most) channel\(most == 1 ? "" : "s")",
                    next: "choose --channels from 1 to \(most)")
            }
            fewest = 1
        }
        try check("\(fewest) channels", snd_pcm_hw_params_set_channels_near(pcm, hardware, &fewest))
        guard (1...1024).contains(fewest) else { throw unsupported("\(fewest) channels", -EINVAL) }
        return Int(fewest)
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
        if code < 0 { throw unsupported(what, code) }
    }

    private func unsupported(_ what: String, _ code: Int32) -> LeitmotifError {
        LeitmotifError(
            code == -ENODEV ? .lost : .unsupported, "set up sound device", name, "no \(what): \(Self.text(code))",
            next: Self.converting(name).map { "use \($0), or default" } ?? "use default")
    }

    /// Takes back what `setUp` set, so that it can be called again.
    func release() {
        snd_pcm_drop(pcm)
        snd_pcm_hw_free(pcm)
    }

    deinit { snd_pcm_close(pcm) }
}
