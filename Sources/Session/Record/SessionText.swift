import Cascade
import DSP
import Mood
import Tensor

/// The text of a session's record, both ways: one event a line, readable while it grows; numbers only, never a picture.
///
/// ```
/// leitmotif-session 3                   the version; 1 and 2 can be read too
/// song NAME                             what was played
/// rate 44100.0                          output frames a second
/// quality light|normal|best             how tempo and key are changed; light where the line is missing
/// program NAME VERSION                  what played it
/// level LEVEL                           the processor level that it was built for
/// block FRAMES                          output frames rendered at a time
/// songs COUNT                           songs that the player had ready; 1 where the line is missing
/// hash DIGEST song|map|weights NAME     a file that it was made with; of songs, where each is first named
/// start PARAMETERS                      before the first frame
/// from FRAME SINCE POSITION             of a record begun while the session played: its first frame; the `set` lines that follow
///                                       begin at frame SINCE, where POSITION is heard, and so does `start`
/// see SECONDS STATE happy sad angry surprise neutral x y width height     a picture (zeros without a face)
/// mood SECONDS NAME                     the named mood changed
/// map SECONDS NAME                      another map plays, or the same one edited
/// beats SECONDS BPM CONFIDENCE          the song's tempo, 0 for none
/// turn FRAME POSITION NAME              another song comes in at that output frame, with its own source frame POSITION
/// leave FRAME PARAMETERS                what the song that is being replaced sounds with from that output frame on
/// set FRAME POSITION PARAMETERS         what sounds from that output frame on
/// heard SECONDS once|beat TOTAL EVIDENCE WAITING LOOKING DECIDING BLOCK CHAIN CARD   from the face to the ear, in seconds
/// command SECONDS COMMAND               a command took effect
/// lost SECONDS camera|sound CAUSE       a device went away
/// back SECONDS camera|sound             and works again
/// bridged SECONDS RATE                  the sound card came back with another rate
/// widened SECONDS FROM TO               its buffer had to be longer, in seconds
/// relief SECONDS on|off NAME            something is given up because the machine is too slow, or taken back
/// starved SECONDS                       the first underrun of the song
/// missed SECONDS COUNT                  so many events were dropped
/// inexact FRAME CAUSE                   not exact from here: rendered again, the sound need not be the same from that output frame on
/// end FRAMES                            frames played
/// ```
/// PARAMETERS are `key=value` words (`ParameterWords`), COMMAND those of `Command.words`; SECONDS count from the session's start.
/// Floats are written in their shortest exact form, so that replaying the `set`, `turn` and `leave` lines gives the same bytes.
enum SessionText {
    static let version = 3
    static let head = "leitmotif-session"

    // MARK: - Writing

    /// The lines of an event, each terminated; nil for events that a record does not keep.
    static func lines(_ event: SessionEvent) -> String? {
        let time = event.seconds
        switch event.kind {
        case .began(let song, let rate, let quality, let start):
            return "\(head) \(version)\nsong \(oneLine(song))\nrate \(rate)\nquality \(quality.name)\n"
                + "start \(ParameterWords.text(start))\n"
        case .joined(let beginning): return "from \(beginning.frame) \(beginning.knownSince) \(beginning.position)\n"
        case .saw(let sight): return see(sight, at: time)
        case .mood(let mood): return "mood \(time) \(mood.name)\n"
        case .map(let name, _): return "map \(time) \(oneLine(name))\n"
        case .beats(let finding): return "beats \(time) \(finding.beats?.beatsPerMinute ?? 0) \(finding.confidence)\n"
        case .turned(let frame, let position, let song): return "turn \(frame) \(position) \(oneLine(song))\n"
        case .leaving(let frame, let parameters): return "leave \(frame) \(ParameterWords.text(parameters))\n"
        case .inexact(let frame, let cause): return inexact(frame, cause)
        case .applied(let frame, let position, let parameters):
            return "set \(frame) \(position) \(ParameterWords.text(parameters))\n"
        case .heard(let time, let waited): return heard(time, waited, at: event.seconds)
        case .obeyed(let command): return "command \(time) \(oneLine(command.words))\n"
        case .lost(let device, let cause): return "lost \(time) \(device.name) \(oneLine(cause))\n"
        case .back(let device): return "back \(time) \(device.name)\n"
        case .bridged(let rate): return "bridged \(time) \(rate)\n"
        case .widened(let from, let to): return "widened \(time) \(from) \(to)\n"
        case .relieved(let relief): return "relief \(time) on \(relief.name)\n"
        case .restored(let relief): return "relief \(time) off \(relief.name)\n"
        case .starved: return "starved \(time)\n"
        case .missed(let count): return missed(count, at: time)
        case .ended(let frames): return "end \(frames)\n"
        default: return nil
        }
    }

    static func missed(_ count: Int, at seconds: Double) -> String { "missed \(seconds) \(count)\n" }

    static func inexact(_ frame: Int64, _ cause: String) -> String { "inexact \(frame) \(oneLine(cause))\n" }

    /// Follows the lines of `began`.
    static func lines(_ head: RecordHead) -> String {
        let maps = head.maps.map { RecordedFile(.map, name: $0.name, digest: RecordedFile.digest(ofText: $0.text)) }
        let weights = head.weights.compactMap { path in
            RecordedFile.digest(ofFile: path).map { RecordedFile(.weights, name: path, digest: $0) }
        }
        return "program \(oneLine(head.program))\nlevel \(head.level)\nblock \(head.blockFrames)\nsongs \(head.songCount)\n"
            + (maps + weights).map(line).joined()
    }

    static func line(_ file: RecordedFile) -> String { "hash \(file.digest) \(file.kind.rawValue) \(oneLine(file.name))\n" }

    private static func see(_ sight: Sight, at seconds: Double) -> String {
        let weights = sight.expression ?? ExpressionWeights()
        let face = (sight.readFace ?? sight.faces.first)?.rect
        let five = Expression.allCases.map { "\(weights[$0])" }.joined(separator: " ")
        let place = "\(face?.x ?? 0) \(face?.y ?? 0) \(face?.width ?? 0) \(face?.height ?? 0)"
        return "see \(seconds) \(hyphenated(sight.state)) \(five) \(place)\n"
    }

    private static func heard(_ time: FaceToEar, _ waited: Bool, at seconds: Double) -> String {
        "heard \(seconds) \(waited ? "beat" : "once") \(time.total) \(time.stages.map { "\($0.seconds)" }.joined(separator: " "))\n"
    }

    private static func heard(_ words: [Substring]) -> SessionEvent.Kind? {
        guard words.count > 4, words[2] == "beat" || words[2] == "once" else { return nil }
        let stages = words[4...].compactMap { Double($0) }
        guard stages.count == words.count - 4, let time = FaceToEar(stages: stages) else { return nil }
        return .heard(time, waited: words[2] == "beat")
    }

    private static func relief(_ words: [Substring]) -> SessionEvent.Kind? {
        guard words.count == 4, words[2] == "on" || words[2] == "off", let relief = Relief.allCases.first(where: { $0.name == words[3] })
        else { return nil }
        return words[2] == "on" ? .relieved(relief) : .restored(relief)
    }

    private static func hyphenated(_ state: MoodState) -> String { String(state.name.map { $0 == " " ? "-" : $0 }) }
    private static func oneLine(_ text: String) -> String { String(text.map { $0.isNewline ? " " : $0 }) }

    // MARK: - Reading

    /// The event of a line other than the head, `song`, `rate`, `quality` and `start`, which together make `began`.
    /// - Returns: nil for a damaged line; `.some(nil)` for one of an unknown kind.
    static func event(parsing line: Substring) -> SessionEvent?? {
        let words = line.split(separator: " ")
        guard let kind = words.first else { return .some(nil) }
        switch kind {
        case "see": return seen(words).map { .some($0) }
        case "mood": return timed(words) { $0.count == 3 ? Expression(name: String($0[2])).map { .mood($0) } : nil }
        case "map": return timed(words) { .map(rest(line, after: $0[1]), edited: false) }
        case "beats":
            return timed(words) { words in
                guard words.count == 4, let tempo = number(words[2]), let confidence = Float(words[3]), confidence.isFinite
                else { return nil }
                let beats = FoundBeats(beatFrames: [], barFrames: [], beatsPerMinute: tempo, beatsPerBar: 4)
                return .beats(BeatFinding(beats: tempo > 0 ? beats : nil, confidence: confidence))
            }
        case "set":
            guard words.count > 3, let frame = Int64(words[1]), frame >= 0, let position = Double(words[2]), position.isFinite,
                let parameters = ParameterWords.parse(words.dropFirst(3))
            else { return nil }
            return SessionEvent(.applied(frame: frame, position: position, parameters: parameters), at: 0)
        case "leave":
            guard words.count > 2, let frame = Int64(words[1]), frame >= 0, let parameters = ParameterWords.parse(words.dropFirst(2))
            else { return nil }
            return SessionEvent(.leaving(frame: frame, parameters: parameters), at: 0)
        case "inexact":
            guard words.count > 2, let frame = Int64(words[1]), frame >= 0 else { return nil }
            return SessionEvent(.inexact(frame: frame, cause: rest(line, after: words[1])), at: 0)
        case "turn":
            guard words.count > 3, let frame = Int64(words[1]), frame >= 0, let position = number(words[2]),
                position <= SessionRecord.furthestPosition
            else { return nil }
            return SessionEvent(.turned(frame: frame, position: position, song: rest(line, after: words[2])), at: 0)
        case "from": return joined(words).map { .some($0) }
        case "heard": return timed(words, heard)
        case "command":
            guard words.count > 1, let seconds = number(words[1]) else { return nil }
            // A newer program may know more commands.
            return .some(Command(words: rest(line, after: words[1])).map { SessionEvent(.obeyed($0), at: seconds) })
        case "missed": return timed(words) { $0.count == 3 ? Int($0[2]).map { .missed($0) } : nil }
        case "lost":
            return timed(words) { words in
                guard words.count > 2, let device = Device(name: words[2]) else { return nil }
                return .lost(device, cause: rest(line, after: words[2]))
            }
        case "back": return timed(words) { $0.count == 3 ? Device(name: $0[2]).map { .back($0) } : nil }
        case "bridged": return timed(words) { $0.count == 3 ? number($0[2]).map { .bridged(cardRate: $0) } : nil }
        case "widened":
            return timed(words) { words in
                guard words.count == 4, let from = number(words[2]), let to = number(words[3]) else { return nil }
                return .widened(from: from, to: to)
            }
        case "relief": return timed(words, relief)
        case "starved": return timed(words) { _ in .starved }
        case "end":
            guard words.count == 2, let frames = Int64(words[1]), frames >= 0 else { return nil }
            return SessionEvent(.ended(frames: frames), at: 0)
        default: return .some(nil)
        }
    }

    /// Nil for a damaged line.
    static func file(parsing line: Substring) -> RecordedFile? {
        let words = line.split(separator: " ")
        guard words.count > 3, words[1].count == 16, UInt64(words[1], radix: 16) != nil, let kind = RecordedFile.Kind(rawValue: String(words[2]))
        else { return nil }
        return RecordedFile(kind, name: rest(line, after: words[2]), digest: String(words[1]))
    }

    private static func joined(_ words: [Substring]) -> SessionEvent? {
        guard words.count == 4, let frame = Int64(words[1]), let since = Int64(words[2]), let position = number(words[3]),
            since >= 0, frame >= since, position <= SessionRecord.furthestPosition
        else { return nil }
        return SessionEvent(.joined(RecordBeginning(frame: frame, knownSince: since, position: position)), at: 0)
    }

    private static func timed(_ words: [Substring], _ read: ([Substring]) -> SessionEvent.Kind?) -> SessionEvent?? {
        guard words.count > 1, let seconds = number(words[1]), let kind = read(words) else { return nil }
        return SessionEvent(kind, at: seconds)
    }

    private static func seen(_ words: [Substring]) -> SessionEvent? {
        guard words.count == 12, let seconds = number(words[1]) else { return nil }
        var weights = ExpressionWeights()
        for (word, expression) in zip(words[3...], Expression.allCases) {
            guard let weight = Float(word), (-0.01...1.01).contains(weight) else { return nil }
            weights[expression] = weight
        }
        let place = words[8...].compactMap { Int($0) }
        guard place.count == 4 else { return nil }
        var sight = Sight(seconds: seconds, width: 0, height: 0)
        sight.state = MoodState.allCases.first { hyphenated($0) == words[2] } ?? .unsure
        if place[2] > 0 {
            let rect = PixelRect(x: place[0], y: place[1], width: place[2], height: place[3])
            sight.faces = [TrackedFace(id: 0, rect: rect, neighbors: 0)]
        }
        if Expression.allCases.contains(where: { weights[$0] > 0 }) {
            sight.readings = [FaceReading(face: 0, expression: weights)]
        }
        return SessionEvent(.saw(sight), at: seconds)
    }

    /// Finite and not negative.
    private static func number(_ word: Substring) -> Double? { Double(word).flatMap { $0.isFinite && $0 >= 0 ? $0 : nil } }

    /// The rest of the line after `word`, spaces included.
    private static func rest(_ line: Substring, after word: Substring) -> String { String(line[word.endIndex...].dropFirst()) }
}

extension Device {
    /// The word used in records: `camera` or `sound`.
    public var name: String {
        switch self {
        case .camera: "camera"
        case .sound: "sound"
        }
    }

    init?(name: some StringProtocol) {
        guard let match = Device.allCases.first(where: { $0.name == name }) else { return nil }
        self = match
    }
}
