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
    /// Everything after the head, in file order.
    public private(set) var events: [SessionEvent] = []
    /// Frames of the session that were played up to its end; nil when the record is truncated.
    public private(set) var frames: Int64?

    /// A month at 48 kHz; more is a damaged file.
    static let mostFrames: Int64 = 30 * 86_400 * 48_000
    /// The same of source frames, at the highest rate and tempo.
    static let furthestPosition = 30 * 86_400 * 768_000 * 5.0

    /// - Parameters:
    ///   - text: a whole session file, of this version or version 1; lines of unknown kinds are skipped.
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

    /// What to replay: every setting at its frame.
    public var wishes: [ScoredWish] {
        events.compactMap { event in
            guard case .applied(let frame, _, let parameters) = event.kind else { return nil }
            return ScoredWish(outputFrame: frame, wish: Wish(parameters: parameters, quantise: .now))
        }
    }

    /// That it can be rendered again: of several songs it tells when they came in, but not all that they did meanwhile.
    /// - Throws: when it cannot.
    public func checkRenders(_ operation: String, path: String) throws(LeitmotifError) {
        guard events.contains(where: { if case .turned = $0.kind { true } else { false } }) else { return }
        throw LeitmotifError(
            .unsupported, operation, path, "moods had songs of their own in it, and such a record is not enough to play it again",
            next: "record the sound with --output, or render a --timeline with the same map")
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
        case .applied(let frame, _, _), .turned(let frame, _, _):
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
            lastSeconds = event.seconds
        }
        events.append(event)
        return true
    }

    private var lastFrame: Int64 = 0
    private var lastSeconds = 0.0
}
