import Cascade
import DSP
import Foundation
import Inputs
import Mood
import Session
import Tensor

/// What `Answering` says of long songs and long sessions, so that it can be seen what grows with them.
///
///     listen SECONDS        processor milliseconds to find the beats of so much of the song
///     play SECONDS PARTS    the chain in moods that change, so long: microseconds a block of 1024 frames, for each of so many parts
///     session HOURS         a session's heart in virtual time, with everything a live one does: for each hour the processor
///                           microseconds that a second of it takes, and megabytes of memory at its end
struct GrowthAnswers {
    struct Listened: Encodable { var milliseconds: Double, beats: Int }

    struct Played: Encodable { var microseconds: [Double], allocations: Int }

    struct Lived: Encodable { var microsecondsASecond: [Double], megabytes: [Double] }

    private let song = Song(rate: ChainTable.rate)

    /// Nil when the question is about something else, or not whole.
    func answer(_ question: String, _ words: [String]) throws -> (any Encodable)? {
        let numbers = words.compactMap(Int.init)
        switch (question, numbers.count) {
        case ("listen", 1): return try listen(seconds: numbers[0])
        case ("play", 2): return play(seconds: numbers[0], parts: numbers[1])
        case ("session", 1): return VirtualEvening(song).live(hours: numbers[0])
        default: return nil
        }
    }

    private func listen(seconds: Int) throws -> Listened {
        let file = try Data(contentsOf: URL(fileURLWithPath: Home.path(of: "Weights/beats.weights")))
        let finder = try BeatFinder(try file.withUnsafeBytes { try BeatWeights(parsing: $0) }, rate: ChainTable.rate)
        let start = ProcessorClock.microseconds
        var (left, at) = (seconds * Int(ChainTable.rate), 0)
        while left > 0 {
            let frames = min(left, 4096, song.frames - at)
            finder.hear(song.left + at, song.right + at, frames: frames)
            at = (at + frames) % song.frames
            left -= frames
        }
        finder.finish()
        let beats = finder.finding.beats?.beatFrames.count ?? 0
        return Listened(milliseconds: (ProcessorClock.microseconds - start) / 1000, beats: beats)
    }

    private func play(seconds: Int, parts: Int) -> Played {
        let blocks = seconds * Int(ChainTable.rate) / 1024
        let run = ChainRun(.changes, .normal, blockFrames: 1024, blocks: blocks)
        run.play(song, rate: ChainTable.rate)
        let size = max(blocks / max(parts, 1), 1)
        let means = (0..<parts).map { part in
            let times = run.passes[0].dropFirst(part * size).prefix(size)
            return times.reduce(0, +) / Double(max(times.count, 1))
        }
        return Played(microseconds: means, allocations: run.allocations)
    }
}
