import DSP
import Glibc
import Testing

/// The freely moving resampler on its own.
@Suite struct ResamplerStreamTests {
    func converted(_ hertz: Double, step: Double, frames: Int, cut: Int = 64, to later: Double? = nil) -> [Float] {
        var resampler = Resampler(step: 1, rate: 44_100)
        resampler.set(step: step, atOnce: true)
        var out = [Float](repeating: 0, count: frames)
        var junk = out
        var at = 0
        var done = 0
        while done < frames {
            if let later, done == 4096 { resampler.set(step: later, atOnce: false) }
            let count = min(cut, frames - done)
            let needed = resampler.framesNeeded(count)
            let part = (at..<at + needed).map { Float(0.5 * sin(2 * Double.pi * hertz * Double($0) / 44_100)) }
            at += needed
            resampler.push(left: part, right: part, frames: needed)
            out.withUnsafeMutableBufferPointer { l in
                junk.withUnsafeMutableBufferPointer { r in
                    resampler.process(left: l.baseAddress! + done, right: r.baseAddress! + done, frames: count)
                }
            }
            done += count
        }
        return out
    }

    @Test(arguments: [0.6, 0.99, 1.26, 1.9])
    func aToneComesOutAtItsNewPitchAndNothingElse(step: Double) {
        let hertz = 3000.0
        let out = converted(hertz, step: step, frames: 8192)
        // The place of output frame n is n · step.
        let error = (200..<8000).map { abs(Double(out[$0]) - 0.5 * sin(2 * Double.pi * hertz * Double($0) * step / 44_100)) }.max()!
        #expect(error < 1e-5, "\(error)")
    }

    @Test func cuttingNeverChangesTheBytes() {
        let whole = converted(1000, step: 1.3, frames: 12_288, to: 0.7)
        for cut in [1, 16, 32] { #expect(converted(1000, step: 1.3, frames: 12_288, cut: cut, to: 0.7) == whole) }
    }
}
