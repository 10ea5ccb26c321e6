import DSP
import Inputs

/// A signal through one of the two resamplers: `RateConverter` at its best, or `Resampler`, whose ratio may move at any time.
struct ResamplingRun {
    let from: Double
    let to: Double
    let isVariable: Bool

    /// One channel in, one out; the other channel is computed too.
    func convert(_ sound: [Float]) -> [Float] {
        var out = [Float](repeating: 0, count: Int((Double(sound.count) * to / from).rounded()))
        var junk = out
        out.withUnsafeMutableBufferPointer { left in
            junk.withUnsafeMutableBufferPointer { right in
                guard let l = left.baseAddress, let r = right.baseAddress else { return }
                if isVariable { variable(sound, l, r, frames: left.count) } else { fixed(sound, l, r, frames: left.count) }
            }
        }
        return out
    }

    /// How many times faster than it sounds stereo is converted.
    func speed(_ seconds: Double) -> Double {
        var noise = Noise(seed: 1)
        let sound = (0..<Int(seconds * from)).map { _ in 0.5 * noise.next() }
        let start = ProcessorClock.microseconds
        _ = convert(sound)
        return seconds * 1e6 / (ProcessorClock.microseconds - start)
    }

    private func fixed(_ sound: [Float], _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, frames: Int) {
        let converter = RateConverter(sourceRate: from, outputRate: to)
        feed(sound, frames: frames, atOnce: RateConverter.maximumFrames) { source, done, count in
            let needed = converter.framesNeeded(count)
            let input = source(needed)
            converter.push(left: input, right: input, frames: needed)
            converter.process(left: left + done, right: right + done, frames: count)
        }
    }

    private func variable(_ sound: [Float], _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, frames: Int) {
        var resampler = Resampler(step: from / to, rate: to)
        feed(sound, frames: frames, atOnce: 64) { source, done, count in
            let needed = resampler.framesNeeded(count)
            let input = source(needed)
            resampler.push(left: input, right: input, frames: needed)
            resampler.process(left: left + done, right: right + done, frames: count)
        }
    }

    /// Calls `work` until all frames are made; what it asks of the source it gets, past the end zeros.
    private func feed(
        _ sound: [Float], frames: Int, atOnce: Int, _ work: ((Int) -> UnsafePointer<Float>, Int, Int) -> Void
    ) {
        let padded = sound + [Float](repeating: 0, count: 65_536)
        padded.withUnsafeBufferPointer { padded in
            guard let start = padded.baseAddress else { return }
            var taken = 0
            var done = 0
            while done < frames {
                let count = min(atOnce, frames - done)
                work({ needed in
                    let place = start + min(taken, padded.count - needed)
                    taken += needed
                    return place
                }, done, count)
                done += count
            }
        }
    }
}
