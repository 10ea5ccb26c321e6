import Capture
import Foundation
import Testing

@testable import Session

@Suite(.timeLimit(.minutes(2))) struct RecorderTests {
    private let path = NSTemporaryDirectory() + "leitmotif-\(UUID().uuidString).wav"

    /// Plays `frames` frames into a recorder.
    private func record(_ frames: Int, _ end: (Recorder) throws -> Void) throws {
        var taps = RecorderTaps(capacity: 1)
        let recorder = try Recorder(path: path, sampleRate: 44_100, taps: &taps)
        let samples = [Float](repeating: 0.25, count: 2 * frames)
        taps.push(interleaved: samples, frames: frames)
        #expect(recorder.droppedFrames == 0)
        try end(recorder)
    }

    @Test func everyFrameThatWasPushedIsInTheFile() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        try record(10_000) { try $0.finish() }
        #expect(try openSong(path).frameCount == 10_000)
    }

    @Test func discardingLeavesNoFile() throws {
        try record(10_000) { $0.discard() }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func framesThatFindNoRoomAreCountedAndTheOthersKept() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        var taps = RecorderTaps(capacity: 1)
        let recorder = try Recorder(path: path, sampleRate: 44_100, taps: &taps)
        let samples = [Float](repeating: 0, count: 2 * 300_000)
        taps.push(interleaved: samples, frames: 300_000)
        taps.push(interleaved: samples, frames: 1000)
        #expect(recorder.droppedFrames == 300_000)
        try recorder.finish()
        #expect(try openSong(path).frameCount == 1000)
    }
}
