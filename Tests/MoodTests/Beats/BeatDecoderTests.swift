import Fixtures
import Testing

@testable import Mood

@Suite struct BeatDecoderTests {
    @Test(arguments: [44.0, 61, 92.5, 120, 141, 187, 230]) func aSteadyTempoIsFoundToAPercent(tempo: Double) throws {
        var rhythm = HeardRhythm()
        rhythm.play(Int(tempo), tempo: tempo)
        let finding = rhythm.finding()
        let found = try #require(finding.beats)
        #expect(abs(found.beatsPerMinute / tempo - 1) < 0.005)
        let (precision, recall) = rhythm.agreement(found.beatFrames, tolerance: 0.015)
        #expect(precision > 0.97 && recall > 0.97)
        #expect(found.regions.count == 1)
    }

    @Test func aChangeOfTempoIsFollowedWithinTwoBars() throws {
        for (from, to) in [(92.0, 120.0), (120, 80), (100, 150), (140, 70)] {
            var rhythm = HeardRhythm()
            rhythm.play(64, tempo: from)
            let change = rhythm.end
            rhythm.play(64, tempo: to)
            let found = try #require(rhythm.finding().beats)
            let truth = rhythm.seconds
            let twoBars = change + 8 * 60 / to
            let settled = found.beatFrames.filter { $0 / HeardRhythm.rate < change - 1 || $0 / HeardRhythm.rate > twoBars }
            #expect(rhythm.agreement(settled).precision > 0.98, "\(from) to \(to)")
            let after = truth.filter { $0 > twoBars }
            let places = found.beatFrames.map { $0 / HeardRhythm.rate }
            #expect(after.allSatisfy { beat in places.contains { abs($0 - beat) < 0.03 } }, "\(from) to \(to)")
        }
    }

    @Test func rubatoIsFollowed() throws {
        var rhythm = HeardRhythm()
        for bar in 0..<24 { rhythm.play(4, tempo: bar % 2 == 0 ? 76 : 92, to: bar % 2 == 0 ? 92 : 76) }
        let found = try #require(rhythm.finding().beats)
        let (precision, recall) = rhythm.agreement(found.beatFrames)
        #expect(precision > 0.95 && recall > 0.95, "\(precision), \(recall)")
    }

    @Test(arguments: [3, 4, 5, 6, 7]) func metersAndDownbeatsAreFound(meter: Int) throws {
        var rhythm = HeardRhythm()
        rhythm.play(meter * 16, tempo: 150, meter: meter)
        let found = try #require(rhythm.finding().beats)
        #expect(found.beatsPerBar == meter)
        let bars = rhythm.beats.filter { $0.isBar }.map { $0.seconds }
        let places = found.barFrames.map { $0 / HeardRhythm.rate }
        #expect(bars.filter { bar in places.contains { abs($0 - bar) < 0.03 } }.count >= bars.count - 1)
        #expect(places.count <= bars.count + 1)
    }

    @Test func aPartWithoutABeatIsLeftOut() throws {
        var rhythm = HeardRhythm()
        rhythm.play(48, tempo: 120)
        let from = rhythm.end
        rhythm.rest(seconds: 20)
        let to = rhythm.end
        rhythm.play(48, tempo: 120)
        let found = try #require(rhythm.finding().beats)
        let places = found.beatFrames.map { $0 / HeardRhythm.rate }
        #expect(places.allSatisfy { $0 < from + 1.1 || $0 > to - 1.1 })
        #expect(found.regions.count == 2)
        let grid = try #require(found.grid(loopFrames: rhythm.end * HeardRhythm.rate))
        #expect(grid.marks.framesToNext(.beat, after: (from + 10) * HeardRhythm.rate) == 0)
        #expect(grid.marks.framesToNext(.beat, after: (from - 5.1) * HeardRhythm.rate) > 0)
    }

    @Test func nothingIsFoundInNothing() {
        let decoder = BeatDecoder(rate: 44_100, stepFrames: 512)
        #expect(decoder.finding(rest: [], sourceFrames: 0) == BeatFinding(beats: nil, confidence: 0))
        #expect(decoder.finding(rest: [0.9, 0.9], sourceFrames: 1024).beats == nil)
        for chance in [Float(0), 0.02, 0.3, 1, .nan] {
            let flat = [Float](repeating: chance, count: 2 * 43 * 40)
            #expect(decoder.finding(rest: flat, sourceFrames: 40 * 44_100).confidence < 0.95, "\(chance)")
        }
        var random = SeededNumbers(seed: 8)
        let noise = (0..<2 * 43 * 60).map { _ in Float.random(in: 0...0.12, using: &random) }
        #expect(decoder.finding(rest: noise, sourceFrames: 60 * 44_100).beats == nil)
    }

    /// An hour: what is held does not grow, and beats that were settled stay as they are.
    @Test func anHourIsHeardInBoundedMemoryAndSettledBeatsStay() throws {
        var rhythm = HeardRhythm()
        for song in 0..<20 {
            rhythm.play(150 + 10 * song, tempo: 70 + 7 * Double(song % 9), meter: song % 2 == 0 ? 4 : 3)
            rhythm.rest(seconds: Double(song % 3) * 4)
        }
        let heard = rhythm.probabilities()
        let decoder = BeatDecoder(rate: HeardRhythm.rate, stepFrames: HeardRhythm.stepFrames)
        var most = 0
        var earlier: [[Double]] = []
        for start in stride(from: 0, to: heard.count, by: 2 * 1000) {
            decoder.hear(Array(heard[start..<min(start + 2000, heard.count)]))
            most = max(most, decoder.heldFrames)
            if start % 20_000 == 0 {
                let found = decoder.finding(rest: [], sourceFrames: start * 512).beats?.beatFrames ?? []
                earlier.append(Array(found.prefix(max(0, decoder.settledBeats - 20))))
            }
        }
        #expect(Double(most) < 100 * HeardRhythm.framesPerSecond + 1000)
        let whole = try #require(decoder.finding(rest: [], sourceFrames: heard.count * 512).beats)
        for beats in earlier { #expect(Array(whole.beatFrames.prefix(beats.count)) == beats) }
        #expect(earlier.last?.count ?? 0 > 1000)
        let (precision, recall) = rhythm.agreement(whole.beatFrames)
        #expect(precision > 0.97 && recall > 0.97)
        // Block sizes make no difference.
        let atOnce = BeatDecoder(rate: HeardRhythm.rate, stepFrames: HeardRhythm.stepFrames)
        atOnce.hear(heard)
        #expect(atOnce.finding(rest: [], sourceFrames: heard.count * 512).beats == whole)
    }
}
