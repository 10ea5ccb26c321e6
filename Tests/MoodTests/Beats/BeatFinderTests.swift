import Fixtures
import Foundation
import Tensor
import Testing

@testable import Mood

@Suite struct BeatFinderTests {
    private let weights: BeatWeights

    init() throws {
        let bytes = try Data(contentsOf: packageRoot.appendingPathComponent("Weights/beats.weights"))
        weights = try bytes.withUnsafeBytes { try BeatWeights(parsing: $0) }
    }

    private func find(_ sound: [Float], rate: Double = RhythmPiece.rate, block: Int = 4096) throws -> BeatFinding {
        let finder = try BeatFinder(weights, rate: rate)
        sound.withUnsafeBufferPointer { samples in
            for start in stride(from: 0, to: samples.count, by: block) {
                let pointer = samples.baseAddress! + start
                finder.hear(pointer, pointer, frames: min(block, samples.count - start))
            }
        }
        finder.finish()
        return finder.finding
    }

    /// Bare patterns that the network, which learnt from whole pieces, hears at half or twice their tempo or on the off-beat.
    private static let misheard = ["house", "ballad", "kick and snare"]

    @Test(arguments: RhythmPiece.all)
    func knownTemposBeatsAndBarsAreFound(piece: RhythmPiece) throws {
        try withKnownIssue("a bare pattern is misheard", isIntermittent: true) {
            try expectFound(piece)
        } when: {
            Self.misheard.contains(piece.name)
        }
    }

    private func expectFound(_ piece: RhythmPiece) throws {
        let finding = try find(piece.render())
        let found = try #require(finding.beats, "confidence \(finding.confidence)")
        #expect(abs(found.beatsPerMinute / piece.beatsPerMinute - 1) < 0.01, "\(found.beatsPerMinute)")
        let period = 60 / piece.beatsPerMinute
        let errors = found.beatFrames.map { frame -> Double in
            let beats = (frame / RhythmPiece.rate - piece.startSeconds) / period
            return abs(beats - beats.rounded()) * period
        }
        // Of the last beat, which may be the sound's end, only one side can be heard.
        let worst = errors.dropLast().max() ?? 1
        #expect(worst < 0.03, "\(worst)")
        #expect(errors.last ?? 1 < 0.05)
        #expect(found.beatFrames.count >= Int(23 / period))
        // Clicks all alike have no bars to be found.
        guard !piece.name.contains("clicks"), piece.name != "house" else { return }
        #expect(found.beatsPerBar == piece.beatsPerBar)
        let bars = found.barFrames.map { ($0 / RhythmPiece.rate - piece.startSeconds) / period / Double(piece.beatsPerBar) }
        // In four equal strokes the third may be taken for the first.
        guard piece.pattern.contains(where: { if case .chord = $0.stroke { true } else { false } }) else { return }
        #expect(bars.allSatisfy { abs($0 - $0.rounded()) < 0.1 })
    }

    @Test func halfOrDoubleTempoIsReportedWhereAmbiguous() throws {
        let arpeggios = try #require(RhythmPiece.all.first { $0.name == "arpeggios" })
        let slow = RhythmPiece("arpeggios", 76, bars: 4, arpeggios.pattern)
        let found = try #require(try find(slow.render()).beats)
        let tempi = [found.beatsPerMinute, found.alternativeBeatsPerMinute ?? 0]
        #expect(tempi.contains { abs($0 / 76 - 1) < 0.01 })
        #expect(tempi.contains { abs($0 / 152 - 1) < 0.01 })
    }

    private static let length = 20 * 44_100
    private static func noise() -> [Float] {
        var random = SeededNumbers(seed: 3)
        return (0..<length).map { _ in Float.random(in: -0.5...0.5, using: &random) }
    }
    /// Chords that come and go slowly, each after its own time.
    private static func pad() -> [Float] {
        var sound = [Float](repeating: 0, count: length)
        var start = 0.0
        for (index, seconds) in [3.1, 4.7, 3.6, 5.2, 4.1].enumerated() {
            for note in [0.0, 4, 7] {
                let hertz = 110 * exp2((note + Double(index * 5 % 12)) / 12)
                for frame in 0..<length {
                    let time = Double(frame) / 44_100 - start
                    let level = min(max(time / 1.2, 0), 1) * min(max((seconds + 1.2 - time) / 1.2, 0), 1)
                    let wave = sin(2 * .pi * hertz * time) + 0.4 * sin(4.002 * .pi * hertz * time)
                    sound[frame] += Float(level * 0.1 * wave)
                }
            }
            start += seconds
        }
        return sound
    }
    /// Syllables of all lengths, as speech has them.
    private static func speech() -> [Float] {
        var random = SeededNumbers(seed: 9)
        var sound = [Float](repeating: 0, count: length)
        var frame = 4000
        while frame < length - 30_000 {
            let frames = Int(44_100 * 0.17 * exp(Double.random(in: -0.6...0.6, using: &random)))
            let hertz = Double.random(in: 90...150, using: &random)
            for index in 0..<frames {
                let arch = sin(.pi * Double(index) / Double(frames)).squareRoot()
                var voice = 0.0
                for partial in 1...20 { voice += sin(2 * .pi * hertz * Double(partial * index) / 44_100) / Double(partial) }
                sound[frame + index] = Float(0.2 * arch * voice)
            }
            let pause = Double.random(in: 0...0.12, using: &random)
            frame += frames + (Int.random(in: 0..<7, using: &random) == 0 ? 20_000 : Int(44_100 * pause))
        }
        return sound
    }

    @Test func noiseAPadSpeechSilenceAndAMomentHaveNoBeat() throws {
        #expect(try find(BeatFinderTests.noise()).beats == nil)
        #expect(try find(BeatFinderTests.pad()).beats == nil)
        #expect(try find(BeatFinderTests.speech()).beats == nil)
        #expect(try find([Float](repeating: 0, count: BeatFinderTests.length)).beats == nil)
        #expect(try find([Float](repeating: 0.1, count: 5000)).beats == nil)
        #expect(try find([]).beats == nil)
    }

    @Test func neitherBlockSizesNorLevelMatter() throws {
        let sound = RhythmPiece.all[2].render(seconds: 12)
        #expect(try find(sound, block: 4096) == (try find(sound, block: 1009)))
        let quiet = try find(sound.map { $0 * 0.1 }).beats?.beatsPerMinute ?? 0
        #expect(abs(quiet - 120) < 0.5)
    }

    @Test func aFoundGridKeepsEveryWaitAsShortAsAsked() throws {
        let found = try #require(try find(RhythmPiece.all[4].render()).beats)
        let grid = try #require(found.grid(loopFrames: 24 * RhythmPiece.rate))
        for tempo in [0.1, 0.3, 0.7, 1, 2.5] {
            for step in 0..<200 {
                var conductor = Conductor(
                    start: .init(tempo: tempo), grid: grid, sourceRate: RhythmPiece.rate, outputRate: RhythmPiece.rate)
                _ = conductor.wish(.init(semitones: 3), quantise: .bar, outputFrame: 0, sourcePosition: Double(step) * 5003)
                let wait = conductor.framesUntilChange(from: 0)
                #expect(wait == Int.max || Double(wait) <= Conductor.usualLongestWait * RhythmPiece.rate)
            }
        }
    }
}
