import Capture
import Foundation
import Testing

@testable import Session

@Suite(.timeLimit(.minutes(2))) struct HandRecorderTests {
    private func wait(for recorder: HandRecorder) -> [Fact] {
        while true {
            let facts = recorder.takeFacts()
            if !facts.isEmpty { return facts }
            Clock.sleep(until: Clock.seconds + 0.005)
        }
    }

    @Test func eachFileHoldsWhatWasPlayedMeanwhile() throws {
        let folder = NSTemporaryDirectory() + "leitmotif-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var taps = RecorderTaps(capacity: 1)
        let recorder = try HandRecorder(sampleRate: 44_100, taps: &taps)
        let samples = [Float](repeating: 0.25, count: 2000)
        taps.push(interleaved: samples, frames: 1000)
        for (name, blocks) in [("a.wav", 3), ("b.wav", 5)] {
            let path = folder + "/" + name
            recorder.record(path: path)
            #expect(wait(for: recorder) == [.recording(.sound, path: path)])
            for _ in 0..<blocks { taps.push(interleaved: samples, frames: 1000) }
            recorder.stop()
            #expect(wait(for: recorder) == [.recording(.sound, path: nil)])
            taps.push(interleaved: samples, frames: 1000)
            #expect(try openSong(path).frameCount == 1000 * blocks)
        }
        recorder.record(path: folder + "/none/c.wav")
        let facts = wait(for: recorder)
        guard case .recordingFailed? = facts.first else {
            Issue.record("\(facts)")
            return
        }
        // The end completes what is being written.
        recorder.record(path: folder + "/d.wav")
        while !wait(for: recorder).contains(.recording(.sound, path: folder + "/d.wav")) {}
        taps.push(interleaved: samples, frames: 1000)
        recorder.end()
        #expect(try openSong(folder + "/d.wav").frameCount == 1000 && recorder.droppedFrames == 0)
    }
}
