import Capture
import Foundation
import Session

/// Long work that writes a sound file: shows progress in a terminal, leaves a complete file or none, stops cleanly at a signal.
enum SoundOutput {
    /// - Parameter body: writes all frames and returns how many; it must stop when `progress` returns false.
    static func write(
        _ path: String, rate: Double, channels: Int,
        _ body: (SoundFileWriter, (Double) -> Bool) throws(LeitmotifError) -> Int64
    ) throws -> Int64 {
        let writer = try SoundFileWriter(path: path, sampleRate: rate, channels: channels)
        var progress = Progress(path: path)
        do {
            let frames = try body(writer) { seconds in
                progress.show(seconds)
                return !StopFlag.signalled.isSet
            }
            progress.clear()
            guard !StopFlag.signalled.isSet else {
                writer.discard()
                throw LeitmotifError(stopped: "write", path)
            }
            try writer.finish()
            if let kept = writer.rescuedPath { Program.say("app: work that did not end had left sound: kept as \(kept)") }
            return frames
        } catch {
            progress.clear()
            writer.discard()
            throw error
        }
    }
}

/// Shows the progress of long work, in a terminal only.
struct Progress {
    let path: String
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private var shown = 0.0

    init(path: String) { self.path = path }

    /// Seconds written so far.
    mutating func show(_ seconds: Double) { show(words: String(format: "%.1f s", seconds)) }

    mutating func show(words: String) {
        guard isTerminal, Clock.seconds - shown > 0.1 else { return }
        shown = Clock.seconds
        try? FileHandle.standardError.write(contentsOf: Data("\r\(path): \(words)\u{1B}[K".utf8))
    }

    func clear() {
        if isTerminal, shown > 0 { try? FileHandle.standardError.write(contentsOf: Data("\r\u{1B}[K".utf8)) }
    }
}
