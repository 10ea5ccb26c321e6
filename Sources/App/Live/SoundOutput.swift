import Capture
import FoundationEssentials
import Glibc
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
            if let kept = writer.rescuedPath { Program.say("\(ProgramName.own): work that did not end had left sound: kept as \(kept)") }
            return frames
        } catch {
            progress.clear()
            writer.discard()
            throw error
        }
    }
}
