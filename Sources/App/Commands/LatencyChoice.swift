import ArgumentParser
import Capture

/// The block length that `--latency` asks for.
struct LatencyChoice {
    /// The same at every rate.
    let seconds: Double

    init(_ text: String) throws {
        switch text {
        case "low": seconds = 0.003
        case "normal": seconds = 0.006
        case "safe": seconds = 0.023
        default:
            guard let milliseconds = Double(text), milliseconds.isFinite, (1...200).contains(milliseconds) else {
                throw ValidationError("--latency '\(text)': choose low, normal, safe or 1…200 milliseconds")
            }
            seconds = milliseconds / 1000
        }
    }

    /// Frames of a block at a rate.
    func blockFrames(rate: Double) -> Int { SoundCardRequest.blockFrames(seconds: seconds, rate: rate) }
}
