import ArgumentParser

/// The block length that `--latency` asks for.
struct LatencyChoice {
    private let seconds: Double

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

    /// A whole number of 64-frame quanta.
    func blockFrames(rate: Double) -> Int { min(max(Int((seconds * rate / 64).rounded()) * 64, 64), 8192) }
}
