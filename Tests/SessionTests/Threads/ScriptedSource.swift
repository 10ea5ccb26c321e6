import Capture
import Cascade
import Fixtures
import Foundation
import Tensor

@testable import Session

/// A source scripted by a test: a number of pictures at a fixed pace, then an end or an error.
final class ScriptedSource: FrameSource {
    enum Ending { case end, loop, error }

    let frameSeconds: Double?
    var isRewindable: Bool { ending == .loop }
    private let pictures: Int
    private let ending: Ending
    private var next = 0

    init(pictures: Int, frameSeconds: Double = 0.01, ending: Ending) {
        self.pictures = pictures
        self.frameSeconds = frameSeconds
        self.ending = ending
    }

    func next(into plane: inout LumaPlane) throws(LeitmotifError) -> FrameStamp? {
        guard next < pictures else {
            guard ending == .error else { return nil }
            throw LeitmotifError(.lost, "read camera", "scripted", "it was unplugged", next: "plug it in again")
        }
        plane.reshape(width: 64, height: 64)
        plane.pixels.update(repeating: 128, count: 64 * 64)
        next += 1
        return FrameStamp(seconds: Double(next - 1) * (frameSeconds ?? 0))
    }

    func rewind() throws(LeitmotifError) { next = 0 }
}

/// A watcher with the project's own cascade and network.
func ownWatcher() throws -> Watcher {
    func bytes(_ name: String) throws -> Data { try Data(contentsOf: packageRoot.appendingPathComponent("Weights/\(name)")) }
    let cascade = try bytes("frontalface.cascade").withUnsafeBytes { try HaarCascade(parsing: $0) }
    let network = try bytes("expression.weights").withUnsafeBytes { try Network(WeightFile(parsing: $0)) }
    return Watcher(cascade: cascade, network: network)
}
