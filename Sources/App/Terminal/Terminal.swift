import Foundation
import Logging
import Mood
import Session

/// What a person sees of a live session: a living line in a terminal, a plain line now and then in a pipe, or JSON.
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

    /// One line about something worth telling.
    func notice(_ line: String) {
        clearLine()
        logger.notice("\(line)")
    }

    func begin() { keys?.begin() }

    /// The keys pressed since the last call.
    func takeKeys() -> [UInt8] { keys?.pressed() ?? [] }

    func end() {
        guard !hasEnded else { return }
        hasEnded = true
        clearLine()
        keys?.end()
    }

    func show(_ status: LiveStatus) {
        // A status that nobody takes is left out: a full pipe or a stopped terminal may not hold the session up.
        var waiting = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
        guard poll(&waiting, 1, 0) > 0 else { return }
        if json {
            if due(status, every: 0.5), let line = try? JSON.text(StatusLine(status)) { write(line + "\n") }
        } else if isTerminal {
            write("\r" + LivingLine(status, columns: Keys.columns).text + "\u{1B}[K")
            lineIsShown = true
        } else if due(status, every: 5) || status.mood != lastMood {
            lastMood = status.mood
            write(LivingLine(status, columns: 200).plain + "\n")
        }
    }

    func show(_ summary: LiveSummary, files: [String]) {
        if json {
            if let line = try? JSON.text(SummaryLine(summary)) { write(line + "\n") }
            return
        }
        let share = summary.looks > 0 ? 100 * summary.looksWithFace / summary.looks : 0
        write(String(
            format: "%.1f s played, %d pictures (a face in %d %%), %d changes of mood, %d xruns\n",
            summary.seconds, summary.looks, share, summary.moodChanges, summary.xruns))
        if summary.droppedFrames > 0 { notice("the disk was too slow: \(summary.droppedFrames) frames are missing in the recordings") }
        for file in files { write("written: \(file)\n") }
    }

    private func due(_ status: LiveStatus, every seconds: Double) -> Bool {
        guard status.seconds >= nextPlainLine else { return false }
        nextPlainLine = status.seconds + seconds
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
