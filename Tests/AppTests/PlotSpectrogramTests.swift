import Foundation
import Testing

@testable import App

@Suite struct PlotSpectrogramTests {
    private func sine(_ hertz: Double, rate: Double, frames: Int, amplitude: Double = 1) -> [Float] {
        let turn = 2 * Double.pi * hertz / rate
        return (0..<frames).map { Float(amplitude * sin(turn * Double($0))) }
    }

    private func noise(_ frames: Int) -> [Float] {
        (0..<frames).map { (frame: Int) -> Float in
            let step = (frame * 7919 + 13) % 101
            return Float(step) / 50 - 1
        }
    }

    @Test(arguments: [1, 17, 100, 511]) func aSineIsFoundInItsBin(_ bin: Int) {
        let transform = PlotTransform(size: 1024)
        transform.measure(sine(Double(bin), rate: 1024, frames: 1024))
        let powers = Array(UnsafeBufferPointer(start: transform.powers, count: 513))
        #expect(powers.firstIndex(of: powers.max()!) == bin)
        #expect(abs(powers[bin] - 1) < (bin == 1 || bin == 511 ? 0.6 : 1e-4), "full scale reads 1")
        for far in 0...512 where abs(far - bin) > 3 { #expect(powers[far] < 1e-9) }
    }

    @Test func agreesWithThePlainSum() {
        let size = 64
        let samples = noise(size)
        let transform = PlotTransform(size: size)
        transform.measure(samples)
        for bin in 0...size / 2 {
            var (x, y) = (0.0, 0.0)
            for (index, sample) in samples.enumerated() {
                let turn = 2 * Double.pi * Double(index) / Double(size)
                let window: Double = 0.5 - 0.5 * cos(turn)
                let windowed = Double(sample) * window
                x += windowed * cos(turn * Double(bin))
                y += windowed * sin(turn * Double(bin))
            }
            let expected: Double = (x * x + y * y) * 16 / Double(size * size)
            #expect(abs(Double(transform.powers[bin]) - expected) < 1e-5 * (1 + expected))
        }
    }

    private func decibels(_ samples: [Float], rate: Double, columns: Int, rows: Int, block: Int) -> (PlotSpectrogram, [Float]) {
        let sound = PlotSpectrogram(frames: Int64(samples.count), rate: rate, columns: columns, rows: rows)
        for start in stride(from: 0, to: samples.count, by: block) {
            let part = Array(samples[start..<min(samples.count, start + block)])
            sound.push(part, frames: part.count)
        }
        return (sound, sound.decibels())
    }

    @Test func aToneLiesOnItsRowForAsLongAsItSounds() throws {
        let rate = 8000.0
        let samples = [Float](repeating: 0, count: 16_000) + sine(1000, rate: rate, frames: 16_000, amplitude: 0.5)
        let (sound, cells) = decibels(samples, rate: rate, columns: 40, rows: 100, block: 1024)
        #expect(sound.columns == 40)
        let octaves: Double = log2(1000.0 / 50) / log2(16_000.0 / 50)
        let expected = 100 * (1 - octaves)
        for column in 22..<38 {
            let levels = (0..<100).map { cells[$0 * 40 + column] }
            let loudest = try #require(levels.firstIndex(of: levels.max()!))
            let middle = Double(loudest) + 0.5
            #expect(abs(middle - expected) <= 1)
            #expect(abs(levels[loudest] + 6.02) < 1.5)
        }
        #expect((0..<18).allSatisfy { column in (0..<100).allSatisfy { cells[$0 * 40 + column] == -200 } })
        #expect(cells.prefix(40).allSatisfy { $0 == -200 }, "above half the rate there is nothing")
    }

    @Test func blocksDoNotMatter() {
        let samples = noise(9000)
        let whole = decibels(samples, rate: 4000, columns: 50, rows: 20, block: 9000).1
        #expect(whole == decibels(samples, rate: 4000, columns: 50, rows: 20, block: 64).1)
        #expect(whole == decibels(samples, rate: 4000, columns: 50, rows: 20, block: 1009).1)
    }

    @Test func aShortSoundHasFewColumns() {
        let (sound, cells) = decibels([0.5], rate: 44_100, columns: 1300, rows: 4, block: 1)
        #expect(sound.columns == 1 && cells.count == 4)
    }
}
