import ArgumentParser
import Capture
import Cascade
import FoundationEssentials
import Glibc
import Session
import Tensor

struct Detect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find the faces in pictures.",
        discussion: """
            EXAMPLES
              app detect party.jpg
              app detect --json --scale-factor 1.3 --min-neighbors 3 a.png b.pgm
              app detect --repeat 20 --json crowd.jpg      with the median processor time of 20 runs

            \(NamedPictures.help)
            """)

    @Argument(help: "Picture files.") var images: [String]
    @Option(parsing: .unconditional, help: "Ratio between successive window sizes, above 1.") var scaleFactor = 1.1
    @Option(parsing: .unconditional, help: "Overlapping candidates that make a face.") var minNeighbors = 5
    @Option(parsing: .unconditional, help: "Smallest face, in pixels.") var minSize = 30
    @Flag(help: "The ungrouped candidates in scan order, clipped to the picture.") var raw = false
    @Flag(help: "A JSON array.") var json = false
    @Option(parsing: .unconditional, help: "Threads to search with; the result is the same.") var threads = 1
    @Option(name: .customLong("repeat"), parsing: .unconditional, help: "Measure: the median of this many runs.")
    var repeats: Int?

    fileprivate struct Box: Encodable {
        var x: Int, y: Int, width: Int, height: Int
        var neighbors: Int?
    }

    private struct Answer: Encodable {
        var image: String
        var width: Int, height: Int
        var faces: [Box]
        var milliseconds: Double?
    }

    func validate() throws {
        guard scaleFactor.isFinite, scaleFactor > 1, scaleFactor <= 100 else {
            throw ValidationError("--scale-factor \(scaleFactor): it must be above 1 and at most 100")
        }
        try check(minNeighbors, "--min-neighbors", in: 0...10_000)
        try check(minSize, "--min-size", in: 1...16384)
        try check(threads, "--threads", in: 1...64)
        try check(repeats ?? 1, "--repeat", in: 1...100_000)
    }

    mutating func run() throws {
        let detector = SharedSearch(cascade: try Files.cascade(), threads: threads)
        var answers: [Answer] = []
        let allSucceeded = try NamedPictures.each(of: images) { picture, path in
            let answer = try detect(in: picture, path, detector)
            if !json { return words(answer) }
            answers.append(answer)
            return nil
        }
        if json { try Output.line(JSON.text(answers)) }
        if !allSucceeded { throw ExitCode(1) }
    }

    private func detect(in picture: LumaView, _ path: String, _ detector: SharedSearch) throws -> Answer {
        let parameters = DetectionParameters(scaleFactor: scaleFactor, minNeighbors: minNeighbors, minSize: minSize)
        var boxes: [Box] = []
        var times: [Double] = []
        for _ in 0..<(repeats ?? 1) {
            let start = Clock.threadSeconds
            if raw {
                boxes = try detector.candidates(in: picture, parameters).map { Box($0) }
            } else {
                boxes = try detector.detect(in: picture, parameters).map { Box($0.rect, neighbors: $0.neighbors) }
            }
            times.append((Clock.threadSeconds - start) * 1000)
        }
        return Answer(
            image: path, width: picture.width, height: picture.height, faces: boxes,
            milliseconds: repeats == nil ? nil : median(times))
    }

    private func words(_ answer: Answer) -> String {
        var line = "\(FileName.printable(answer.image)): \(answer.faces.count) \(raw ? "candidate" : "face")\(answer.faces.count == 1 ? "" : "s")"
        if let milliseconds = answer.milliseconds { line += String(printf: ", %.2f ms", milliseconds) }
        for face in answer.faces {
            let neighbors = face.neighbors.map { ", \($0) neighbours" } ?? ""
            line += "\n  \(face.width)×\(face.height) at \(face.x),\(face.y)\(neighbors)"
        }
        return line
    }
}

extension Detect.Box {
    fileprivate init(_ rect: PixelRect, neighbors: Int? = nil) {
        self.init(x: rect.x, y: rect.y, width: rect.width, height: rect.height, neighbors: neighbors)
    }
}

/// The median of at least one value; the upper of two middle ones.
func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

/// JSON as every command prints it: one line, keys sorted, slashes unescaped.
enum JSON {
    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
