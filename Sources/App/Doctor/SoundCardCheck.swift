import Capture
import FoundationEssentials
import Glibc

/// The sound card: which, how it was granted, who holds it.
struct SoundCardCheck {
    /// What became of opening it.
    enum Outcome {
        case opened(rate: Double, format: String, periodFrames: Int, bufferFrames: Int)
        case refused(LeitmotifError)
    }

    var name: String
    /// Named by --output: without it no session starts. Otherwise a file is written.
    var isNamed: Bool
    /// Nil where the settings name files alone.
    var outcome: Outcome?
    /// Programs that hold a card, as "name (process 123)".
    var holders: [String] = []

    var finding: Finding {
        switch outcome {
        case nil: return .good("sound card", "none is asked for: the sound goes into files")
        case .opened(let rate, let format, let period, let buffer):
            let words = "\(name), \(rate.short) Hz, \(format), periods of \(period) frames, "
                + String(printf: "a buffer of %.0f ms", Double(buffer) / rate * 1000)
            return .good("sound card", words)
        case .refused(let error):
            var next = error.nextStep
            if error.kind == .busy, let holder = holders.first { next = "end \(holder), which holds it, or use default" }
            let verdict: Finding.Verdict = isNamed || error.kind == .outOfRange ? .failing : .limited
            let instead = verdict == .limited ? "; a session writes leitmotif-session.wav instead" : ""
            return Finding(subject: "sound card", verdict: verdict, cause: "\(name): \(error.cause)\(instead)", nextStep: next)
        }
    }
}

/// Who holds a sound card, from what the kernel's sound system says of each stream.
enum SoundCardHolders {
    /// - Parameters:
    ///   - root: the sound system's folder in /proc.
    ///   - name: of a process.
    static func all(
        in root: String = "/proc/asound", name: (Int) -> String? = processName
    ) -> [String] {
        let files = FileManager.default
        func names(_ folder: String, _ prefix: String) -> [String] {
            ((try? files.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasPrefix(prefix) }.sorted().map { "\(folder)/\($0)" }
        }
        var holders: [String] = []
        for card in names(root, "card") {
            for device in names(card, "pcm") where device.hasSuffix("p") {
                for stream in names(device, "sub") {
                    guard let text = try? String(contentsOfFile: stream + "/status", encoding: .utf8), let process = owner(text)
                    else { continue }
                    let holder = "\(name(process) ?? "a program") (process \(process))"
                    if !holders.contains(holder) { holders.append(holder) }
                }
            }
        }
        return holders
    }

    private static func processName(_ process: Int) -> String? {
        (try? String(contentsOfFile: "/proc/\(process)/comm", encoding: .utf8))?.trimmed
    }

    /// The line `owner_pid   : 1234` of an open stream.
    static func owner(_ status: String) -> Int? {
        for line in status.split(separator: "\n") where line.hasPrefix("owner_pid") {
            return line.split(separator: ":").last.flatMap { Int($0.filter { !$0.isWhitespace }) }
        }
        return nil
    }
}
