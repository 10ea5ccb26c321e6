import Session
import Testing

@testable import MIDI

@Suite struct BeatLineTests {
    private func song(_ beats: [Double], bars: [Double], perMinute: Double = 120, perBar: Int = 4) -> SongBeats {
        SongBeats(beats: beats, bars: bars, beatsPerMinute: perMinute, beatsPerBar: perBar)
    }

    @Test func beatsAreCountedThroughEveryPass() throws {
        let beats = (0..<16).map { 0.1 + Double($0) / 2 }
        let line = try #require(BeatLine(song(beats, bars: [0.1, 2.1, 4.1, 6.1]), loopSeconds: 8))
        for pass in 0..<3 {
            for beat in 0..<16 {
                let (count, perSecond) = line.beat(at: Double(pass) * 8 + beats[beat])
                #expect(abs(count - Double(pass * 16 + beat)) < 1e-9)
                #expect(abs(perSecond - 2) < 1e-9)
            }
        }
        // Before the first beat the count runs backwards.
        #expect(abs(line.beat(at: 0).count + 0.2) < 1e-9)
    }

    @Test func anUpbeatIsPartOfTheFirstBar() throws {
        let line = try #require(BeatLine(song((0..<16).map { Double($0) / 2 }, bars: [0.5, 2.5, 4.5, 6.5]), loopSeconds: 8))
        #expect(line.beat(at: 0.5).count == 4)
        #expect(line.beat(at: 0).count == 3)
    }

    @Test func aStretchWithoutBeatsCountsAsManyAsFit() throws {
        let line = try #require(BeatLine(song([0, 0.5, 1, 3, 3.5], bars: [0]), loopSeconds: 4))
        #expect(line.beat(at: 3).count == 6)
        #expect(line.beat(at: 2).count == 4)
        #expect(line.beat(at: 4).count == 8)
    }

    /// Forth and back, close to where a pass begins, too.
    @Test func aBeatsPlaceIsWhereItIsCounted() throws {
        let line = try #require(BeatLine(song((0..<31).map { 0.1 + Double($0) * 0.37 }, bars: [0.47]), loopSeconds: 11.47))
        for pass in -3...50 {
            let begin = Double(pass * line.beatsPerPass) + 3
            for beat in [begin, begin.nextDown, begin.nextUp, begin + 0.5, begin + 30.9] {
                #expect(abs(line.beat(at: line.seconds(ofBeat: beat)).count - beat) < 1e-6)
                #expect((0...11.47).contains(line.place(ofBeat: beat)))
            }
        }
    }

    @Test func whatIsNoLineIsRefused() {
        #expect(BeatLine(song([], bars: []), loopSeconds: 8) == nil)
        #expect(BeatLine(song([1], bars: [1]), loopSeconds: 8) == nil)
        #expect(BeatLine(song([1, 0.5], bars: []), loopSeconds: 8) == nil)
        #expect(BeatLine(song([0, 9], bars: []), loopSeconds: 8) == nil)
        #expect(BeatLine(song([0, 1e300], bars: [0], perMinute: 0), loopSeconds: nil) != nil)
    }
}
