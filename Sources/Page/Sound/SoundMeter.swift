import DSP
import Glibc
import Session

/// Level and spectrum of what is heard, measured on the page's thread from what the player leaves in a ring.
struct SoundMeter: ~Copyable {
    /// Bands of the spectrum, and where they begin and end.
    static let bands = 48
    private static let hertz: (Double, Double) = (40, 16_000)
    /// The spectrum's lowest level; the highest is a sine of full scale.
    private static let floorDecibels: Float = -96

    /// One look at the meter.
    struct Reading: Equatable {
        /// Largest sample since the last look, dB of full scale; nil for silence.
        var peakDecibels: Float?
        /// Of the last 400 ms, LUFS; nil for silence.
        var loudness: Float?
        /// 0 … 1, of `bands`, from −96 to 0 dB.
        var spectrum: [Float] = Array(repeating: 0, count: SoundMeter.bands)
    }

    private var listener: Listener
    private let spectrum = PowerSpectrum(size: 2048)
    private var loudness: Loudness
    /// The first bin of every band, and the one behind the last.
    private let firstBins: [Int]
    /// The newest `spectrum.size` samples of the middle channel.
    private var middle: [Float]
    private var interleaved = [Float](repeating: 0, count: 2 * SoundMeter.blockFrames)
    private var left = [Float](repeating: 0, count: SoundMeter.blockFrames)
    private var right = [Float](repeating: 0, count: SoundMeter.blockFrames)
    private static let blockFrames = 1024

    /// - Parameter rate: of what is heard, Hz.
    init(_ listener: consuming Listener, rate: Double) {
        self.listener = listener
        loudness = Loudness(rate: rate)
        let size = spectrum.size
        middle = Array(repeating: 0, count: size)
        let span = SoundMeter.hertz.1 / SoundMeter.hertz.0
        firstBins = (0...SoundMeter.bands).map { band in
            let edge = SoundMeter.hertz.0 * pow(span, Double(band) / Double(SoundMeter.bands))
            return min(max(Int((edge / rate * Double(size)).rounded()), 1), size / 2)
        }
    }

    /// What has been heard since the last call.
    mutating func read() -> Reading {
        var peak: Float = 0
        var heard = 0
        while true {
            let frames = interleaved.withUnsafeMutableBufferPointer { listener.take(into: $0.baseAddress!, frames: SoundMeter.blockFrames) }
            guard frames > 0 else { break }
            heard += frames
            for frame in 0..<frames {
                left[frame] = interleaved[2 * frame]
                right[frame] = interleaved[2 * frame + 1]
                peak = max(peak, abs(left[frame]), abs(right[frame]))
            }
            loudness.add(left: left, right: right, frames: frames)
            middle.removeFirst(frames)
            for frame in 0..<frames { middle.append((left[frame] + right[frame]) / 2) }
        }
        // Nothing is played: the player stands still.
        guard heard > 0 else { return Reading() }
        var reading = Reading()
        reading.peakDecibels = peak > 0.000_01 ? 20 * log10(peak) : nil
        reading.loudness = loudness.momentary > -70 ? Float(loudness.momentary) : nil
        reading.spectrum = bands()
        return reading
    }

    private func bands() -> [Float] {
        spectrum.measure(middle)
        return (0..<SoundMeter.bands).map { band in
            let last = max(firstBins[band + 1], firstBins[band] + 1)
            var power: Float = 0
            for bin in firstBins[band]..<min(last, spectrum.size / 2 + 1) { power = max(power, spectrum.powers[bin]) }
            guard power > 0 else { return 0 }
            return min(max(1 - 10 * log10(power) / SoundMeter.floorDecibels, 0), 1)
        }
    }
}
