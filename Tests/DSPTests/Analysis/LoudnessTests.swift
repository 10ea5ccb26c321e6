import DSP
import Glibc
import Testing

/// Cases of EBU Tech 3341, and what gates do.
@Suite struct LoudnessTests {
    func measured(_ parts: [(level: Double, seconds: Double)], rate: Double, cut: Int = 1000) -> Double? {
        var meter = Loudness(rate: rate)
        for part in parts {
            let tone = Stereo.sine(1000, seconds: part.seconds, amplitude: pow(10, part.level / 20), rate: rate)
            tone.left.withUnsafeBufferPointer { tone in
                for start in stride(from: 0, to: tone.count, by: cut) {
                    let place = tone.baseAddress! + start
                    meter.add(left: place, right: place, frames: min(cut, tone.count - start))
                }
            }
        }
        return meter.integrated
    }

    @Test(arguments: [22_050.0, 44_100, 48_000, 96_000])
    func aToneOnBothSidesReadsItsLevel(rate: Double) throws {
        for level in [-23.0, -33, -3] {
            #expect(abs(try #require(measured([(level, 3)], rate: rate)) - level) < 0.05)
        }
    }

    @Test func quietPartsAreGatedOut() throws {
        let loud = try #require(measured([(-72, 2), (-36, 2), (-23, 12), (-36, 2), (-72, 2)], rate: 44_100))
        #expect(abs(loud + 23) < 0.1)
        // Without the relative gate this would read about −24.2.
        let near = try #require(measured([(-26, 4), (-20, 4), (-26, 4)], rate: 44_100))
        #expect(near < -21.5 && near > -23.5)
    }

    @Test func cuttingDoesNotMatterAndSilenceHasNoLoudness() {
        let parts = [(level: -20.0, seconds: 1.3), (level: -30, seconds: 0.7)]
        #expect(measured(parts, rate: 44_100, cut: 1) == measured(parts, rate: 44_100, cut: 7919))
        #expect(measured([(-100, 2)], rate: 44_100) == nil)
        #expect(measured([(-20, 0.39)], rate: 44_100) == nil)
    }

    @Test func samplesThatAreNoNumbersAreSilence() {
        var meter = Loudness(rate: .nan)
        meter.add(left: [.nan, .infinity, 0.1], right: [0.1, -.infinity, .nan], frames: 3)
        let tone = Stereo.sine(1000, seconds: 1)
        meter.add(left: tone.left, right: tone.right, frames: 44_100)
        #expect(meter.integrated != nil && meter.integrated!.isFinite)
    }
}
