import ArgumentParser
import Capture
import Cascade
import Foundation
import Mood
import Session
import Tensor

struct Watch: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Read expressions from a source as fast as it goes, one line a picture, without any sound.",
        discussion: """
            EXAMPLES
              app watch party.mp4
              app watch portraits/ --json
              app watch 0                                  a camera goes on until Ctrl-C
              ffmpeg -i film.mkv -f yuv4mpegpipe - | app watch - --json
            """)

    @Argument(help: "A camera, 'actor', a picture, a folder, FILE.y4m, - or a video.") var source: String
    @Flag(help: "One JSON object a line.") var json = false
    @Option(help: "Another weights file.") var weights: String?
    @Option(help: "Whose face counts: largest, first or all.") var who = FaceChoice.largest
    @Option(parsing: .unconditional, help: "Turn the picture clockwise: 0, 90, 180 or 270.") var rotate = 0
    @Flag(help: "Mirror the picture.") var mirror = false

    private struct Line: Encodable {
        struct Box: Encodable { var x: Int, y: Int, width: Int, height: Int, neighbors: Int }
        var seconds: Double
        var name: String?
        var faces: [Box]
        /// Empty when no face was read.
        var probabilities: [String: Double] = [:]
        var mood: String
        var state: String
        var milliseconds: [String: Double]
    }

    func validate() throws {
        guard Turn(degrees: rotate, isMirrored: mirror) != nil else {
            throw ValidationError("--rotate \(rotate): choose 0, 90, 180 or 270")
        }
    }

    mutating func run() throws {
        let watcher = Watcher(
            cascade: try Files.cascade(), network: try Files.network(weights), choice: who,
            turn: Turn(degrees: rotate, isMirrored: mirror) ?? Turn())
        let source = try openSource(self.source)
        StopFlag.catchSignals()
        var tracker = MoodTracker()
        var plane = LumaPlane(width: 1, height: 1)
        var looks = 0
        var withFace = 0
        while !StopFlag.signalled.isSet {
            let begun = Clock.threadSeconds
            guard let stamp = try source.next(into: &plane) else { break }
            let decoded = Clock.threadSeconds - begun
            let sight = try watcher.look(at: plane.view, stamp)
            follow(sight, shown: source.frameSeconds ?? 0, &tracker)
            looks += 1
            if sight.expression != nil { withFace += 1 }
            print(json ? try JSON.text(line(sight, tracker.named, decoded)) : words(sight, tracker.named))
            // A reader of a pipe wants each line when it is there.
            guard fflush(nil) == 0 else {
                // The reader has what it wanted.
                if errno == EPIPE { return }
                throw WorkFailed(line: "watch \(self.source): \(String(cString: strerror(errno))); free space on the disk")
            }
        }
        if !json { Program.say("\(looks) pictures, a face in \(withFace)") }
    }

    /// A moving picture counts once; a still one for as long as it is shown, in steps that let a mood settle.
    private func follow(_ sight: Sight, shown: Double, _ tracker: inout MoodTracker) {
        var seconds = sight.seconds
        let end = sight.name == nil ? seconds : seconds + shown - 0.05
        repeat {
            if let expression = sight.expression {
                tracker.see(expression, at: seconds)
            } else {
                tracker.seeNothing(at: seconds)
            }
            seconds += 0.1
        } while seconds < end
    }

    private func line(_ sight: Sight, _ mood: Expression, _ decoded: Double) -> Line {
        var line = Line(
            seconds: sight.seconds, name: sight.name,
            faces: sight.faces.map {
                Line.Box(x: $0.rect.x, y: $0.rect.y, width: $0.rect.width, height: $0.rect.height, neighbors: $0.neighbors)
            },
            mood: mood.name, state: sight.state.name,
            milliseconds: ["decode": decoded * 1000, "detect": sight.detectMilliseconds, "read": sight.readMilliseconds])
        if let expression = sight.expression {
            for name in Expression.allCases { line.probabilities[name.name] = Double(expression[name]) }
        }
        return line
    }

    private func words(_ sight: Sight, _ mood: Expression) -> String {
        let place = sight.name ?? String(format: "%8.3f s", sight.seconds)
        guard let expression = sight.expression, let face = sight.faces.first?.rect else {
            return "\(place)  \(sight.state.name), mood \(mood.name)"
        }
        let five = Expression.allCases.map { String(format: "%@ %.2f", $0.name, expression[$0]) }.joined(separator: "  ")
        return "\(place)  \(five)  mood \(mood.name)  face \(face.width)×\(face.height) at \(face.x),\(face.y)"
    }
}
