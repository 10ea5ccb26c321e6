import CALSA
import Glibc

/// A playback device by ALSA: `default`, `hw:1,0`, any name of the ALSA configuration. Two channels.
///
/// Belongs to one thread at a time. `write` waits for the device and nothing else: it neither allocates nor locks of its own.
/// It never hangs: a device that takes nothing for two seconds counts as lost.
public final class SoundCard {
    public let name: String
    /// What was granted, in hertz; asked is only the wish. The song is brought to it by our own resampler.
    public let rate: Double
    public let channels = 2
    /// What was granted, not what was asked.
    public let periodFrames: Int
    public let bufferFrames: Int
    /// Times the device ran out of sound or was suspended, and was set going again.
    public private(set) var xruns = 0
    private let device: SoundCardDevice
    private let format: SoundCardFormat
    private var lossCode: Int32 = 0
    /// Recoveries since the device last took a frame: a device that has gone may ask for ever to be prepared again.
    private var fruitlessRecoveries = 0

    /// - Parameters:
    ///   - rate: hertz wished for.
    ///   - periodFrames: frames between two wake-ups wished for.
    ///   - periods: how many of them the buffer holds, at least 2.
    public init(name: String, rate: Double, periodFrames: Int, periods: Int) throws(LeitmotifError) {
        self.name = name
        device = try SoundCardDevice(name)
        let setting = try device.setUp(rate: rate, periodFrames: periodFrames, periods: max(2, periods))
        self.rate = Double(setting.rate)
        self.periodFrames = setting.periodFrames
        bufferFrames = setting.bufferFrames
        format = setting.format
    }

    /// Plays interleaved stereo, waiting until the device has taken all of it.
    /// - Returns: false when the device is lost; `loss` says why. Only a new SoundCard helps then.
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
            if ready == 0 { lossCode = -ETIMEDOUT }
            if ready < 0, ready != -EAGAIN { recover(ready) }
        case -EPIPE: restart(code)
        case -ESTRPIPE:
            // Suspended: the driver is asked to resume for up to a second, then started anew.
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

    /// Why the device is lost; nil while it is not.
    public var loss: LeitmotifError? {
        guard lossCode != 0 else { return nil }
        let cause = lossCode == -ETIMEDOUT ? "it took no sound for two seconds" : SoundCardDevice.text(lossCode)
        return LeitmotifError(.lost, "play", name, cause, next: "plug it in again; app speakers lists what is there")
    }

    /// Waits until everything written has been heard, at most the buffer's length and a second.
    public func drain() {
        var patience = 200 + Int(Double(bufferFrames) / rate * 200)
        while lossCode == 0, snd_pcm_drain(device.pcm) == -EAGAIN, patience > 0 {
            usleep(5000)
            patience -= 1
        }
    }
}
