import Capture
import DSP
import Fixtures
import Foundation
import Mood
import Tensor
import Testing

@testable import Session

/// Every test has its own cache folder.
@Suite struct SongAnalyserTests {
    private let folder = NSTemporaryDirectory() + "leitmotif-\(UUID().uuidString)"
    private var path: String { folder + "/song" }
    private var cache: String { folder + "/cache/leitmotif" }
    private let mapping = ParameterMapping(map: .seed)

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(UUID().uuidString.utf8).write(to: URL(fileURLWithPath: folder + "/song"))
    }

    /// Drums and a held chord at 120 beats a minute, 12 s.
    private func drums(seconds: Int = 12) -> SyntheticSong {
        SyntheticSong(frames: seconds * 44_100) { frame in
            let beat = frame % 22_050, time = Double(beat) / 44_100
            let noise = Double((frame &* 7919 &+ frame / 3 &* 104_729) % 1009) / 504 - 1
            let isSnare = frame / 22_050 % 2 == 1
            let stroke = 0.4 * exp(-time * 20) * (isSnare ? noise : sin(330 * time + 6 * exp(-time * 40)))
            let chord = sin(1382 * Double(frame) / 44_100) + sin(2071 * Double(frame) / 44_100)
            return Float(stroke + 0.05 * chord)
        }
    }

    private static func weights() throws(LeitmotifError) -> BeatWeights {
        let path = packageRoot.appendingPathComponent("Weights/beats.weights")
        guard let bytes = try? Data(contentsOf: path), let weights = try? bytes.withUnsafeBytes({ try BeatWeights(parsing: $0) }) else {
            throw LeitmotifError(.notFound, "read beat weights", path.path, "no such file", next: "restore it")
        }
        return weights
    }

    private func analyser(needsBeats: Bool = true) -> SongAnalyser {
        SongAnalyser(path: path, beatWeights: needsBeats ? Self.weights : nil, cacheFolder: cache) { () throws(LeitmotifError) in drums() }
    }

    @Test func beatsAndLoudnessAreFoundOnceThenCached() throws {
        let first = analyser()
        first.measure(mapping)
        try first.run { _ in true }
        let found = first.takeFacts()
        guard case .beats(let finding, let frames) = found.first, case .matched(let match, let measured) = found.last else {
            Issue.record("\(found)")
            return
        }
        #expect(frames == 12 * 44_100)
        #expect(abs((finding.beats?.beatsPerMinute ?? 0) - 120) < 0.6)
        #expect(measured == mapping)
        #expect(match.gains.sad > 1)
        // The file now promises what the song would have to be heard for.
        let second = SongAnalyser(path: path, beatWeights: Self.weights, cacheFolder: cache) { () throws(LeitmotifError) in
            throw LeitmotifError(.failed, "open song", "song", "it is not needed", next: "read the cache")
        }
        second.measure(mapping)
        try second.run { _ in true }
        #expect(second.takeFacts() == found)
    }

    @Test func aTapIsKeptBesideTheAnalysisUntilItIsReset() throws {
        func taps(_ analyser: SongAnalyser) throws -> [Fact] {
            try analyser.run { _ in true }
            return analyser.takeFacts().filter { if case .tapKept = $0 { true } else { false } }
        }
        let first = analyser(needsBeats: false)
        first.keep(tapFrames: 100)
        first.keep(tapFrames: 441.5)
        #expect(try taps(first).isEmpty)
        #expect(try taps(analyser(needsBeats: false)) == [.tapKept(frames: 441.5)])
        let third = analyser()
        third.keep(tapFrames: nil)
        try third.run { _ in true }
        guard case .tapKept? = third.takeFacts().first else {
            Issue.record("beats come before what moves them")
            return
        }
        #expect(try taps(analyser(needsBeats: false)).isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: cache).count == 1)
    }

    @Test func theBeginningsBeatsAreReportedWhileTheRestIsAnalysed() throws {
        let analyser = SongAnalyser(path: path, beatWeights: Self.weights, cacheFolder: cache) { () throws(LeitmotifError) in drums(seconds: 150) }
        try analyser.run { _ in true }
        let facts = analyser.takeFacts()
        guard facts.count == 3, case .firstBeats(let first, let frames) = facts[0], case .firstBeats(let second, _) = facts[1],
            case .beats(let whole, songFrames: frames) = facts[2]
        else {
            Issue.record("\(facts.count) facts")
            return
        }
        let beats = try #require(whole.beats).beatFrames
        for (finding, seconds) in [(first, 60.0), (second, 120)] {
            let found = try #require(finding.beats)
            // The last ones have not yet heard what follows.
            let settled = found.beatFrames.filter { $0 < (seconds - 10) * 44_100 }
            #expect(settled.count > 10)
            #expect(settled.allSatisfy { frame in beats.contains { abs($0 - frame) < 0.03 * 44_100 } })
            let grid = try #require(found.grid(loopFrames: Double(frames)))
            #expect(grid.marks.framesToNext(.beat, after: (seconds + 5) * 44_100) == 0)
        }
    }

    @Test func withoutTheNetworkItSaysSoAndStillMeasuresLoudness() throws {
        let analyser = SongAnalyser(
            path: path,
            beatWeights: { () throws(LeitmotifError) in
                throw LeitmotifError(.notFound, "find program file", "Weights/beats.weights", "not there", next: "restore it")
            }, cacheFolder: cache
        ) { () throws(LeitmotifError) in drums() }
        analyser.measure(mapping)
        try analyser.run { _ in true }
        let facts = analyser.takeFacts()
        #expect(facts.contains { if case .analysisFailed(let cause) = $0 { cause.contains("beats.weights") } else { false } })
        #expect(facts.contains { if case .matched = $0 { true } else { false } })
        #expect(!facts.contains { if case .beats = $0 { true } else { false } })
    }

    @Test func aDamagedCacheCountsAsNone() throws {
        let first = analyser()
        try first.run { _ in true }
        let found = first.takeFacts()
        let file = try #require(try FileManager.default.contentsOfDirectory(atPath: cache).first)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(cache)/\(file)"))
        for damage in 0..<6 {
            var broken = bytes
            switch damage {
            case 0: broken = Data()
            case 1: broken.removeLast(20)
            case 2: broken[bytes.count / 2] ^= 1
            case 3: broken = Data(repeating: 0xFF, count: 500)
            case 4: broken.append(contentsOf: Data("more\n".utf8))
            default: broken = Data("leitmotif-song 2\ncheck 0\n".utf8)
            }
            try broken.write(to: URL(fileURLWithPath: "\(cache)/\(file)"))
            let again = analyser()
            try again.run { _ in true }
            #expect(again.takeFacts() == found)
            #expect(try Data(contentsOf: URL(fileURLWithPath: "\(cache)/\(file)")) == bytes)
        }
    }

    @Test(arguments: MoodMap.builtin)
    func everyMoodOfAMapIsEquallyLoud(map: MoodMap) throws {
        var mapping = ParameterMapping(map: map)
        let analyser = analyser(needsBeats: false)
        analyser.measure(mapping)
        try analyser.run { _ in true }
        guard case .matched(let match, _) = analyser.takeFacts().first else {
            Issue.record("no match")
            return
        }
        mapping.match = match
        var measured: [Double] = []
        for expression in Expression.allCases {
            let parameters = mapping.parameters(named: expression, weights: ExpressionWeights(only: expression))
            var loudness = Loudness(rate: 44_100)
            let planes = StereoBlock(frames: 1024)
            var render = OfflineRender(
                song: drums(), name: "drums", outputRate: 44_100, channels: 2, start: Wish(parameters: parameters, quantise: .now),
                length: .song(longestTailSeconds: 0))
            _ = try render.run(changes: []) { (samples, frames) throws(LeitmotifError) in
                deinterleave(samples, channels: 2, frames: frames, left: planes.left, right: planes.right)
                loudness.add(left: planes.left, right: planes.right, frames: frames)
            }
            let integrated = loudness.integrated
            measured.append(try #require(integrated))
        }
        let spread = measured.max()! - measured.min()!
        #expect(spread < 0.5, "\(measured)")
    }

    @Test func anUnopenableSongIsAnErrorAndAStopEndsAtOnce() throws {
        let broken = SongAnalyser(path: path, beatWeights: Self.weights, cacheFolder: cache) { () throws(LeitmotifError) in
            throw LeitmotifError(.notFound, "open song", "song", "it is gone", next: "bring it back")
        }
        let error = #expect(throws: LeitmotifError.self) { try broken.run { _ in true } }
        #expect(error?.kind == .notFound && error?.cause == "it is gone")
        let stopped = analyser()
        try stopped.run { _ in false }
        #expect(stopped.takeFacts().isEmpty)
    }
}
