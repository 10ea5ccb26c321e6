import CALSA
import Glibc

/// An ALSA playback device: `default`, `hw:1,0`, any name in the ALSA configuration. Takes stereo, whatever its channels are.
///
/// Belongs to one thread at a time, one that nobody waits for without a limit: a plugin may hang in any call. Otherwise `write`
/// blocks on the device only, and a device that takes nothing for two seconds counts as lost. What follows on what a device
/// answers is decided by `CardRecovery`.
public final class SoundCard {
    /// The ALSA name it was opened by.
    public let name: String
    /// Hertz; granted, not requested. Our own resampler converts the song to it.
    public let rate: Double
    /// Frames between two wake-ups; granted, not requested.
    public private(set) var periodFrames: Int
    /// Frames that the device buffers; granted, not requested. Grows when the device keeps running dry.
    public private(set) var bufferFrames: Int
    /// Sample format and channels in alsa-lib's words, granted: `S16_LE, 2 channels`.
    public let format: String
    /// Why it is lost, as alsa-lib's code; 0 while it works.
    public private(set) var lossCode: Int32 = 0
    /// Whether some of what was written has been heard.
    public private(set) var hasPlayed = false
    private let device: SoundCardDevice
    private var request: SoundCardRequest
    private var frames: SoundCardFrames
    private var recovery: CardRecovery
    /// Frames taken since the device was last prepared, and in all.
    private var sincePrepared = 0
    private var written = 0

    /// Opens and configures the device; what it does not take directly goes through ALSA's own conversion.
    /// - Throws: when the device is missing, busy or forbidden, has too few channels, or cannot be set up.
    public init(_ request: SoundCardRequest) throws(LeitmotifError) {
        name = request.name
        let (device, setting) = try Self.open(request)
        self.device = device
        self.request = request
        rate = setting.rate
        periodFrames = setting.periodFrames
        bufferFrames = setting.bufferFrames
        frames = Self.frames(setting, request)
        let plural = setting.channels == 1 ? "" : "s"
        format = "\(String(cString: snd_pcm_format_name(setting.format.code))), \(setting.channels) channel\(plural)"
        recovery = CardRecovery(growingBufferSeconds: Self.growing(setting))
    }

    private static func open(_ request: SoundCardRequest) throws(LeitmotifError) -> (SoundCardDevice, SoundCardDevice.Setting) {
        do throws(LeitmotifError) {
            return try open(request.name, request)
        } catch {
            guard error.kind == .unsupported, let converting = SoundCardDevice.converting(request.name) else { throw error }
            let refusal = error
            do throws(LeitmotifError) { return try open(converting, request) } catch _ { throw refusal }
        }
    }

    /// A device that cannot be set up is closed again.
    private static func open(
        _ name: String, _ request: SoundCardRequest
    ) throws(LeitmotifError) -> (SoundCardDevice, SoundCardDevice.Setting) {
        let device = try SoundCardDevice(name)
        return (device, try device.setUp(request))
    }

    /// Underruns and suspends that were recovered from.
    public var xruns: Int { recovery.xruns }
    /// Length of the buffer, as granted.
    public var bufferSeconds: Double { Double(bufferFrames) / rate }

    /// What a buffer must be at least when the card is opened again, in seconds; 0 while it was not widened.
    public private(set) var neededBufferSeconds = 0.0

    private static func frames(_ setting: SoundCardDevice.Setting, _ request: SoundCardRequest) -> SoundCardFrames {
        let chosen = request.channels ?? (setting.channels == 1 ? [1] : [1, 2])
        return SoundCardFrames(
            setting.format, channels: setting.channels, places: (left: chosen[0] - 1, right: chosen[chosen.count - 1] - 1))
    }

    /// Length of the buffer while it may double.
    private static func growing(_ setting: SoundCardDevice.Setting) -> Double? {
        let seconds = Double(setting.bufferFrames) / setting.rate
        return 2 * seconds <= 1.2 * SoundCardRequest.longestBufferSeconds ? seconds : nil
    }

    /// Plays interleaved stereo; blocks until the device has taken all of it.
    /// - Returns: false when the device is lost; `lossCode` says why, and only a new `SoundCard` helps.
    public func write(interleaved: UnsafePointer<Float>, frames count: Int) -> Bool {
        var done = 0
        while done < count, lossCode == 0 {
            let chunk = min(count - done, SoundCardFrames.chunkFrames)
            put(interleaved + 2 * done, frames: chunk)
            done += chunk
        }
        // A device that does not say has played what no longer fits its buffer.
        if !hasPlayed { hasPlayed = written > (delay ?? bufferFrames) }
        return lossCode == 0
    }

    private func put(_ stereo: UnsafePointer<Float>, frames count: Int) {
        var source = frames.convert(stereo, frames: count)
        var left = count
        var step = recovery.begin(at: Self.seconds)
        while left > 0 {
            var code = 0
            switch step {
            case .write:
                code = snd_pcm_writei(device.pcm, source, snd_pcm_uframes_t(left))
                if code > 0 {
                    // No device takes more than it was given; a plugin that says so is not to be believed.
                    let taken = min(code, left)
                    left -= taken
                    source += taken * frames.frameBytes
                    sincePrepared += taken
                    written += taken
                }
            case .wait: code = Int(snd_pcm_wait(device.pcm, Int32(CardRecovery.longestWait)))
            case .pause(let milliseconds): usleep(UInt32(milliseconds) * 1000)
            case .resume: code = Int(snd_pcm_resume(device.pcm))
            case .prepare: code = Int(prepare())
            case .widen:
                code = Int(widen())
                // The rest of this chunk is in the form of before, which may have been another.
                if code >= 0 { return }
            case .giveUp(let cause):
                lossCode = cause
                return
            }
            step = recovery.next(after: step, code: code, at: Self.seconds)
        }
    }

    private func prepare() -> Int32 {
        sincePrepared = 0
        let code = snd_pcm_prepare(device.pcm)
        return snd_pcm_state(device.pcm) == SND_PCM_STATE_DISCONNECTED ? -ENODEV : code
    }

    /// Sets the device up anew with twice the buffer: in periods as before, or where it has a fixed number of them in longer ones.
    private func widen() -> Int32 {
        let before = bufferFrames
        request.bufferSeconds = 2 * bufferSeconds
        neededBufferSeconds = request.bufferSeconds
        for _ in 0..<2 {
            device.release()
            guard let setting = try? device.setUp(request), setting.rate == rate else { return -EIO }
            periodFrames = setting.periodFrames
            bufferFrames = setting.bufferFrames
            frames = Self.frames(setting, request)
            recovery.growingBufferSeconds = Self.growing(setting)
            if bufferFrames > before { break }
            request.periodSeconds *= 2
        }
        if bufferFrames <= before { recovery.growingBufferSeconds = nil }
        return prepare()
    }

    /// Waits, a tenth of a second at most, until the device has room: what is rendered then waits for nothing.
    public func waitForRoom() {
        if lossCode == 0 { snd_pcm_wait(device.pcm, Int32(CardRecovery.longestWait)) }
    }

    /// Frames written and not yet heard, as the driver counts them; 0 when it does not say.
    public var delayFrames: Int { delay ?? 0 }

    private var delay: Int? {
        var delay: snd_pcm_sframes_t = 0
        return lossCode == 0 && snd_pcm_delay(device.pcm, &delay) == 0 ? min(max(0, delay), SoundCardDevice.mostFrames) : nil
    }

    /// One line on a loss.
    public static func cause(ofLoss code: Int32) -> String {
        switch code {
        case -ETIMEDOUT: "it took no sound for two seconds"
        case -EPIPE: "it runs dry again and again without playing anything"
        default: SoundCardDevice.text(code)
        }
    }

    /// Blocks until everything written has been heard, at most for twice the length of the buffer plus a second.
    public func drain() {
        guard lossCode == 0, sincePrepared > 0 else { return }
        // Devices stop at the end of a period, or later: what lies behind the last frame would be heard, sound of a buffer ago. So
        // the whole buffer is silent, up to the end of a period.
        let silence = [Float](repeating: 0, count: 2 * SoundCardFrames.chunkFrames)
        var padding = bufferFrames + periodFrames - sincePrepared % periodFrames
        while padding > 0, write(interleaved: silence, frames: min(padding, SoundCardFrames.chunkFrames)) {
            padding -= SoundCardFrames.chunkFrames
        }
        var patience = 500 + Int(bufferSeconds * 500)
        // Without blocking the kernel always answers that it takes time; the state says when it has come to an end.
        guard lossCode == 0, snd_pcm_drain(device.pcm) == -EAGAIN else { return }
        while snd_pcm_state(device.pcm) == SND_PCM_STATE_DRAINING, patience > 0 {
            usleep(2000)
            patience -= 1
        }
    }

    private static var seconds: Double {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Double(now.tv_sec) + Double(now.tv_nsec) * 1e-9
    }
}
