import Foundation
import Logging
import Mood
import Session

/// A live session's output: a status line that is redrawn in a terminal, plain lines now and then in a pipe, or JSON.
final class Terminal {
    private let json: Bool
    private let isTerminal = isatty(STDOUT_FILENO) == 1
    private let keys: Keys?
    private let logger: Logger
    private var nextPlainLine = 0.0
    private var lastMood: Expression?
    private var lineIsShown = false
    private var hasEnded = false

    init(json: Bool) {
        self.json = json
        logger = Logger(label: "leitmotif") { _ in PlainLog() }
        keys = !json && isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 ? Keys() : nil
    }

    /// Prints a line for the person, on standard error.
    func notice(_ line: String) {
        clearLine()
        logger.notice("\(line)")
    }

    func begin() {
        hasEnded = false
        nextPlainLine = 0
        keys?.begin()
    }

    /// The commands of the keys pressed since the last call.
    func commands() -> [Command] {
        (keys?.pressed() ?? []).compactMap { key in
            switch key {
            case UInt8(ascii: "q"): .stop
            case UInt8(ascii: "m"): .nextMap
            default: nil
            }
        }
    }

    func end() {
        guard !hasEnded else { return }
        hasEnded = true
        clearLine()
        keys?.end()
    }

    func show(_ snapshot: Snapshot) {
        // Skipped when nobody reads: a full pipe or a stopped terminal must not hold up the session.
        var waiting = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
        guard poll(&waiting, 1, 0) > 0 else { return }
        if json {
            if due(snapshot, every: 0.5), let line = try? JSON.text(StatusLine(snapshot)) { write(line + "\n") }
        } else if isTerminal {
            write("\r" + StatusText(snapshot, columns: Keys.columns).text + "\u{1B}[K")
            lineIsShown = true
        } else if due(snapshot, every: 5) || snapshot.mood != lastMood {
            lastMood = snapshot.mood
            write(StatusText(snapshot, columns: 200).plain + "\n")
        }
    }

    /// - Parameter snapshot: the last one.
    func show(summary snapshot: Snapshot, files: [String]) {
        if json {
            if let line = try? JSON.text(SummaryLine(snapshot)) { write(line + "\n") }
            return
        }
        let share = snapshot.pictures > 0 ? 100 * snapshot.picturesWithFace / snapshot.pictures : 0
        write(String(
            format: "%.1f s played, %d pictures (a face in %d %%), %d changes of mood, %d xruns\n",
            snapshot.playedSeconds, snapshot.pictures, share, snapshot.moodChanges, snapshot.player.xruns))
        if let ear = snapshot.medianFaceToEar {
            let beat = snapshot.medianFaceToBeat.map { String(format: ", %.0f ms with the beat", $0 * 1000) } ?? ""
            write(String(format: "from face to ear %.0f ms at once", ear * 1000) + "\(beat) (medians)\n")
        }
        let dropped = snapshot.player.droppedFrames
        if dropped > 0 { notice("the disk was too slow: \(dropped) frames are missing from the recordings") }
        for file in files { write("written: \(file)\n") }
    }

    private func due(_ snapshot: Snapshot, every seconds: Double) -> Bool {
        guard snapshot.seconds >= nextPlainLine else { return false }
        nextPlainLine = snapshot.seconds + seconds
        return true
    }

    private func clearLine() {
        if lineIsShown { write("\r\u{1B}[K") }
        lineIsShown = false
    }

    /// A reader that went away is no reason to stop the music.
    private func write(_ text: String) { try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8)) }
}

/// Notices as plain words on standard error: "leitmotif: sound device lost …".
private struct PlainLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.notice
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { Program.say("leitmotif: \(event.message)") }
}
