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
