import CALSA
import Glibc

/// An ALSA playback device: `default`, `hw:1,0`, any name in the ALSA configuration. Two channels.
///
/// Belongs to one thread at a time. `write` blocks on the device only: it neither allocates nor takes a lock itself, and it never
/// hangs, because a device that takes nothing for two seconds counts as lost.
public final class SoundCard {
    /// The ALSA name it was opened by.
    public let name: String
    /// Hertz; granted, not requested. Our own resampler converts the song to it.
    public let rate: Double
    /// Always 2.
    public let channels = 2
    /// Frames between two wake-ups; granted, not requested.
    public let periodFrames: Int
    /// Frames that the device buffers; granted, not requested.
    public let bufferFrames: Int
    /// Underruns and suspends that were recovered from.
    public private(set) var xruns = 0
    private let device: SoundCardDevice
    private let format: SoundCardFormat
    private var lossCode: Int32 = 0
    /// Recoveries since the device last took a frame: one that has gone may fail and be prepared for ever.
    private var fruitlessRecoveries = 0
    /// Waits since then that ended without a frame taken.
    private var fruitlessWaits = 0

    /// Opens and configures the device.
    /// - Parameters:
    ///   - rate: hertz requested.
    ///   - periodFrames: frames between two wake-ups requested, 16 … 65,536.
    ///   - periods: periods in the buffer, at least 2.
    /// - Throws: when the device is missing, busy or forbidden, or takes none of our sample formats.
    public init(name: String, rate: Double, periodFrames: Int, periods: Int) throws(LeitmotifError) {
        self.name = name
        device = try SoundCardDevice(name)
        let setting = try device.setUp(rate: rate, periodFrames: periodFrames, periods: max(2, periods))
        self.rate = Double(setting.rate)
        self.periodFrames = setting.periodFrames
        bufferFrames = setting.bufferFrames
        format = setting.format
    }

    /// Plays interleaved stereo; blocks until the device has taken all of it.
    /// - Returns: false when the device is lost; `loss` says why, and only a new `SoundCard` helps.
    public func write(interleaved: UnsafePointer<Float>, frames: Int) -> Bool {
        var done = 0
        while done < frames, lossCode == 0 {
            let count = min(frames - done, SoundCardFormat.chunkFrames)
            var source = format.convert(interleaved + done * channels, samples: count * channels)
            done += count
            var left = count
            while left > 0, lossCode == 0 {
                let taken = snd_pcm_writei(device.pcm, source, snd_pcm_uframes_t(left))
                if taken > 0 {
                    left -= Int(taken)
                    source += Int(taken) * channels * format.sampleBytes
                    fruitlessRecoveries = 0
                    fruitlessWaits = 0
                } else {
                    recover(taken == 0 ? -EAGAIN : Int32(taken))
                }
            }
        }
        return lossCode == 0
    }

    private func recover(_ code: Int32) {
        switch code {
        case -EINTR: break
        case -EAGAIN:
            let ready = snd_pcm_wait(device.pcm, 2000)
            // Some plugins report ready and take nothing; without a pause that spins at real-time priority.
            fruitlessWaits += 1
            if fruitlessWaits > 3 { usleep(1000) }
            if ready == 0 || fruitlessWaits > 2000 { lossCode = -ETIMEDOUT }
            if ready < 0, ready != -EAGAIN { recover(ready) }
        case -EPIPE: restart(code)
        case -ESTRPIPE:
            // Suspended: try to resume for up to a second, then restart.
            var patience = 100
            while snd_pcm_resume(device.pcm) == -EAGAIN, patience > 0 {
                usleep(10_000)
                patience -= 1
            }
            restart(code)
        default: lossCode = code
        }
    }

    private func restart(_ code: Int32) {
        xruns += 1
        fruitlessRecoveries += 1
        let prepared = snd_pcm_prepare(device.pcm)
        if prepared < 0 { lossCode = prepared }
        if snd_pcm_state(device.pcm) == SND_PCM_STATE_DISCONNECTED { lossCode = -ENODEV }
        if fruitlessRecoveries > 8 { lossCode = code }
    }

    /// Frames written and not yet heard, as the driver counts them; 0 when it does not say.
    public var delayFrames: Int {
        var delay: snd_pcm_sframes_t = 0
        guard lossCode == 0, snd_pcm_delay(device.pcm, &delay) == 0 else { return 0 }
        return max(0, Int(delay))
    }

    /// Why the device is lost; nil while it works.
    public var loss: LeitmotifError? {
        guard lossCode != 0 else { return nil }
        let cause = lossCode == -ETIMEDOUT ? "it took no sound for two seconds" : SoundCardDevice.text(lossCode)
        return LeitmotifError(.lost, "play", name, cause, next: "plug it in again; app speakers lists what is there")
    }

    /// Blocks until everything written has been heard, at most for the length of the buffer plus a second.
    public func drain() {
        var patience = 200 + Int(Double(bufferFrames) / rate * 200)
        while lossCode == 0, snd_pcm_drain(device.pcm) == -EAGAIN, patience > 0 {
            usleep(5000)
            patience -= 1
        }
    }
}
