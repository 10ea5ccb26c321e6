import Capture
import DSP

/// A recorded session, read back: what was seen, the moods, and what sounded when. `SessionText` documents the format.
public struct SessionRecord: Sendable {
    /// Name or path of the song that was played.
    public private(set) var song = ""
    /// Output frames a second.
    public private(set) var outputRate = 0.0
    /// How tempo and key were changed.
    public private(set) var quality = StretchQuality.light
    /// What sounded from the first frame on.
    public private(set) var start = ChainParameters()
    /// Where it begins; not 0 when it was begun while the session played.
    public private(set) var beginning = RecordBeginning()
    /// Name and version of the program; empty where the record does not say.
    public private(set) var program = ""
    /// The processor level that it was built for; empty where the record does not say.
    public private(set) var level = ""
    /// Output frames rendered at a time; 0 where the record does not say.
    public private(set) var blockFrames = 0
    /// Songs that the player had ready.
    public private(set) var songCount = 1
    /// What it was made with.
    public private(set) var files: [RecordedFile] = []
    /// The output frame from which on rendering it again need not give the same sound, and why; nil where it does.
    public private(set) var inexact: (frame: Int64, cause: String)?
    /// Everything after the head, in file order.
    public private(set) var events: [SessionEvent] = []
    /// Frames of the session that were played up to its end; nil when the record is truncated.
    public private(set) var frames: Int64?

    /// A month at 48 kHz; more is a damaged file.
    static let mostFrames: Int64 = 30 * 86_400 * 48_000
    /// The same of source frames, at the highest rate and tempo.
    static let furthestPosition = 30 * 86_400 * 768_000 * 5.0

    /// - Parameters:
    ///   - text: a whole session file, of this version or an earlier one; lines of unknown kinds are skipped.
    ///   - path: names the file in errors.
    /// - Throws: with the number of the first damaged line.
    public init(parsing text: String, path: String) throws(LeitmotifError) {
        // What follows the last line feed was cut in the middle, or is nothing.
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        try SessionRecord.checkHead(lines.first ?? "", path)
        var song: String?
        var rate: Double?
        var start: ChainParameters?
        for (index, line) in lines.enumerated().dropFirst() {
            let words = line.split(separator: " ")
            var isGood = true
            switch words.first {
            case "song": song = String(line.dropFirst(5))
            case "rate":
                rate = words.count == 2 ? Double(words[1]) : nil
                isGood = rate.map { $0.isFinite && $0 >= 4000 && $0 <= 384_000 } ?? false
            case "program": program = String(line.dropFirst(8))
            case "level": level = String(line.dropFirst(6))
            case "block", "songs":
                let number = words.count == 2 ? Int(words[1]).flatMap { (1...1 << 20).contains($0) ? $0 : nil } : nil
                if words[0] == "block" { blockFrames = number ?? 0 } else { songCount = number ?? 1 }
                isGood = number != nil
            case "hash":
                let file = SessionText.file(parsing: line)
                if let file { files.append(file) }
                isGood = file != nil
            case "quality":
                let named = words.count == 2 ? StretchQuality(name: String(words[1])) : nil
                quality = named ?? quality
                isGood = named != nil
            case "start":
                start = ParameterWords.parse(words.dropFirst())
                isGood = start != nil
            default: isGood = SessionText.event(parsing: line).map { $0.map { append($0) } ?? true } ?? false
            }
            guard isGood else {
                throw LeitmotifError(
                    .damaged, "read session", path, "line \(index + 1) is damaged: \(line.prefix(60))",
                    next: "mend or delete that line")
            }
        }
        guard let song, let rate, let start else {
            throw LeitmotifError(
                .damaged, "read session", path, "song, rate or start is missing", next: "give a file made by --record")
        }
        self.song = song
        outputRate = rate
        self.start = start
    }

    private static func checkHead(_ line: Substring, _ path: String) throws(LeitmotifError) {
        let words = line.split(separator: " ")
        guard words.count == 2, words[0] == SessionText.head, let version = Int(words[1]), version > 0 else {
            throw LeitmotifError(
                .damaged, "read session", path, "it does not begin with '\(SessionText.head)'",
                next: "give a file made by --record")
        }
        guard version <= SessionText.version else {
            throw LeitmotifError(
                .unsupported, "read session", path, "version \(version) is newer than this program",
                next: "read it with a newer one")
        }
    }

    /// False when the event is out of order.
    private mutating func append(_ event: SessionEvent) -> Bool {
        switch event.kind {
        case .inexact(let frame, let cause):
            if inexact.map({ frame < $0.frame }) ?? true { inexact = (frame, cause) }
        case .applied(let frame, _, _), .turned(let frame, _, _), .leaving(let frame, _):
            guard frame >= lastFrame else { return false }
            lastFrame = frame
        case .joined(let place):
            guard events.isEmpty, place.frame <= SessionRecord.mostFrames else { return false }
            beginning = place
            return true
        case .ended(let count):
            guard count <= SessionRecord.mostFrames else { return false }
            frames = count
            return true
        default:
            guard event.seconds >= lastSeconds else { return false }
            // Of a record begun later, time counts from its first line.
            if lastSeconds == 0, beginning.frame > 0 { originSeconds = event.seconds }
            lastSeconds = event.seconds
        }
        events.append(event)
        return true
    }

    /// Of the newest change of the music, and of the newest line that has a time.
    private(set) var lastFrame: Int64 = 0
    private(set) var lastSeconds = 0.0
    /// The session second at which the record begins.
    public private(set) var originSeconds = 0.0
}
