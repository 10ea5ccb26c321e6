import Capture
import DSP
import Glibc
import Mood

/// A session as text, one happening a line, readable while it grows; numbers only, never a picture.
///
/// ```
/// leitmotif-session 1
/// song NAME                      what was played
/// rate 44100.0                   output frames a second
/// start PARAMETERS               before the first frame
/// see SECONDS STATE happy sad angry surprise neutral x y width height     a look (zeros without a face)
/// mood SECONDS NAME              the named mood changed
/// map SECONDS NAME               another map
/// beats SECONDS BPM CONFIDENCE   the song's tempo was found; 0 for none
/// set FRAME POSITION PARAMETERS  what sounds from that output frame on
/// end FRAMES                     frames played
/// ```
/// PARAMETERS are `key=value` words; `SECONDS` count from the session's start. Floats are written shortest-exact, so that
/// playing the `set` lines again gives the same bytes.
public final class SessionRecorder {
    private let descriptor: Int32
    private let path: String
    private(set) var error: CaptureError?

    public init(path: String) throws(CaptureError) {
        guard SessionRecorder.mayReplace(path) else {
            throw CaptureError("write session", path, "that file is no session record", next: "choose another name or remove it first")
        }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw CaptureError("write session", path, String(cString: strerror(errno)), next: "choose a file in a writable folder")
        }
        self.descriptor = descriptor
        self.path = path
    }

    deinit { close(descriptor) }

    /// An older record may be written over; anything else may not: a song given by mistake would be gone.
    private static func mayReplace(_ path: String) -> Bool {
        let old = open(path, O_RDONLY | O_CLOEXEC)
        guard old >= 0 else { return true }
        defer { close(old) }
        var head = [UInt8](repeating: 0, count: 17)
        let count = read(old, &head, head.count)
        return count <= 0 || head[..<count].elementsEqual("leitmotif-session".utf8)
    }

    func begin(song: String, rate: Double, start: ChainParameters) {
        let name = String(song.map { $0.isNewline ? " " : $0 })
        write("leitmotif-session 1\nsong \(name)\nrate \(rate)\nstart \(ParameterWords.text(start))")
    }

    func see(_ sight: Sight, at seconds: Double) {
        let weights = sight.expression ?? ExpressionWeights()
        let face = (sight.readFace ?? sight.faces.first)?.rect
        let five = Expression.allCases.map { "\(weights[$0])" }.joined(separator: " ")
        let state = String(sight.state.name.map { $0 == " " ? "-" : $0 })
        write("see \(seconds) \(state) \(five) \(face?.x ?? 0) \(face?.y ?? 0) \(face?.width ?? 0) \(face?.height ?? 0)")
    }

    func mood(_ named: Expression, at seconds: Double) { write("mood \(seconds) \(named.name)") }

    func map(_ name: String, at seconds: Double) { write("map \(seconds) \(String(name.map { $0.isNewline ? " " : $0 }))") }

    func beats(_ finding: BeatFinding, at seconds: Double) {
        write("beats \(seconds) \(finding.beats?.beatsPerMinute ?? 0) \(finding.confidence)")
    }

    func set(_ event: PlayerEvent) {
        write("set \(event.outputFrame) \(event.sourcePosition) \(ParameterWords.text(event.parameters))")
    }

    func end(frames: Int64) { write("end \(frames)") }

    private func write(_ line: String) {
        guard error == nil else { return }
        var line = line + "\n"
        line.withUTF8 { bytes in
            var done = 0
            while done < bytes.count {
                let count = Glibc.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else {
                    error = CaptureError("write session", path, String(cString: strerror(errno)), next: "free space on the disk")
                    return
                }
                done += count
            }
        }
    }
}
