import Capture
import FoundationEssentials
import Glibc
import Logging
import Mood
import Session

/// A live session's output: in a terminal a picture that is redrawn, or a line where there is no room for one; plain lines now and then
/// in a pipe; or JSON. Whoever reads it can hold up nothing: what is due only now is dropped meanwhile, notices wait.
final class Terminal {
    /// How long the last words wait for a reader.
    private static let patienceSeconds = 1.0

    private let json: Bool
    private let isTerminal = isatty(STDOUT_FILENO) == 1
    private let keys: Keys?
    private let logger: Logger
    private let output: LineWriter
    /// The same one when both lead to one terminal, pipe or file, so that lines neither mix nor change places.
    private let complaints: LineWriter
    private let style = TerminalStyle { name in getenv(name).map { String(cString: $0) } }
    private var screen = TerminalScreen()
    private var keyCommands = KeyCommands()
    private var nextPlainLine = 0.0
    private var lastMood: Expression?
    private var hasEnded = false

    init(json: Bool) throws(LeitmotifError) {
        // For one line written from the background the kernel would stop the whole session, its music too.
        for number in [SIGTTIN, SIGTTOU] { signal(number, SIG_IGN) }
        self.json = json
        let output = try LineWriter("output", descriptor: STDOUT_FILENO)
        let complaints = Terminal.isOneFile(STDOUT_FILENO, STDERR_FILENO)
            ? output : try LineWriter("notices", descriptor: STDERR_FILENO)
        (self.output, self.complaints) = (output, complaints)
        logger = Logger(label: "leitmotif") { _ in PlainLog(writer: complaints) }
        keys = !json && isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 ? Keys() : nil
    }

    private static func isOneFile(_ one: Int32, _ other: Int32) -> Bool {
        var (first, second) = (stat(), stat())
        guard fstat(one, &first) == 0, fstat(other, &second) == 0 else { return false }
        return first.st_dev == second.st_dev && first.st_ino == second.st_ino
    }

    /// Prints a line for the person, on standard error.
    func notice(_ line: String) {
        clear()
        logger.notice("\(line)")
    }

    /// Prints why the command failed, on standard error.
    func complain(_ error: LeitmotifError) { complaints.write("\(ProgramName.own): \(error.description)\n") }

    func begin() {
        hasEnded = false
        nextPlainLine = 0
    }

    /// The commands of the keys pressed since the last call.
    /// - Parameter snapshot: what they act on.
    func commands(_ snapshot: Snapshot) -> [Command] { keyCommands.commands(keys?.pressed() ?? [], snapshot) }

    func end() {
        guard !hasEnded else { return }
        hasEnded = true
        clear()
        keys?.end()
    }

    /// The last words have a second to be read; nothing can be printed afterwards.
    /// - Throws: when results were lost: standard output is full.
    func close() throws(LeitmotifError) {
        end()
        let deadline = Clock.seconds + Terminal.patienceSeconds
        output.end(by: deadline)
        complaints.end(by: deadline)
        // A reader or a terminal that went away wants none.
        let code = output.failure
        guard [0, EPIPE, EIO].contains(code) else { throw Output.problem(code) }
    }

    func show(_ snapshot: Snapshot) {
        guard output.isIdle else { return }
        if json {
            if due(snapshot, every: 0.5), let line = try? JSON.text(StatusLine(snapshot)) { output.write(line + "\n") }
        } else if isTerminal, !style.isDumb {
            draw(snapshot)
        } else if due(snapshot, every: 5) || snapshot.mood != lastMood {
            lastMood = snapshot.mood
            output.write(StatusText(snapshot, columns: 200).plain + "\n")
        }
    }

    /// - Parameter snapshot: the last one.
    func show(summary snapshot: Snapshot, files: [String]) {
        if json {
            if let line = try? JSON.text(SummaryLine(snapshot)) { output.write(line + "\n") }
            return
        }
        let share = snapshot.pictures > 0 ? 100 * snapshot.picturesWithFace / snapshot.pictures : 0
        output.write(String(
            printf: "%.1f s played, %d pictures (a face in %d %%), %d changes of mood, %d xruns\n",
            snapshot.playedSeconds, snapshot.pictures, share, snapshot.moodChanges, snapshot.player.xruns))
        if let ear = snapshot.medianFaceToEar {
            let beat = snapshot.medianFaceToBeat.map { String(printf: ", %.0f ms with the beat", $0 * 1000) } ?? ""
            output.write(String(printf: "from face to ear %.0f ms at once", ear * 1000) + "\(beat) (medians)\n")
        }
        let dropped = snapshot.player.droppedFrames
        if dropped > 0 { notice("the disk was too slow: \(dropped) frames are missing from the recordings") }
        for file in files { output.write("written: \(file)\n") }
    }

    private func due(_ snapshot: Snapshot, every seconds: Double) -> Bool {
        guard snapshot.seconds >= nextPlainLine else { return false }
        nextPlainLine = snapshot.seconds + seconds
        return true
    }

    /// Asked for its size each time: a terminal may be resized while it plays.
    private func draw(_ snapshot: Snapshot) {
        forgetAfterAbsence()
        // The shell's prompt is there now.
        guard TerminalModes.isInForeground(STDOUT_FILENO) else { return screen.forget() }
        let (columns, rows) = size
        let isRoomy = columns >= TerminalPicture.leastColumns && rows >= TerminalPicture.leastRows
        var line = TerminalLine()
        if !isRoomy { line.add(StatusText(snapshot, columns: columns).text) }
        let lines = isRoomy ? TerminalPicture(snapshot, columns: columns).lines : [line]
        output.write(screen.draw(lines, columns: columns, hasColor: style.hasColor))
    }

    /// What a terminal that does not know its size is taken for: most are at least that wide.
    private var size: (columns: Int, rows: Int) {
        let size = Kernel.terminalSize(of: STDOUT_FILENO) ?? (0, 0)
        return (size.columns > 0 ? size.columns : 80, size.rows)
    }

    /// What the shell has written meanwhile is not ours to draw over.
    private func forgetAfterAbsence() {
        if keys?.takeAbsence() ?? TerminalModes.wasContinued() { screen.forget() }
    }

    private func clear() {
        guard screen.isShown else { return }
        forgetAfterAbsence()
        let text = screen.clear(columns: size.columns)
        if !text.isEmpty { output.write(text) }
    }
}

/// Notices as plain words on standard error: "leitmotif: sound device lost …".
private struct PlainLog: LogHandler {
    let writer: LineWriter
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.notice
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { writer.write("leitmotif: \(event.message)\n") }
}
