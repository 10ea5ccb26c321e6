import Capture
import Cascade
import Foundation
import Session
import Tensor

/// Processor time of the pictures of a film, as `watch` and a session look at them.
struct PictureFigures: Encodable {
    var film: String
    var pictures: Int
    /// Pictures in which a face was read, in percent.
    var readPercent: Double
    var medianMilliseconds: Double
    var p99Milliseconds: Double
    var maxMilliseconds: Double
    /// p99 over the fastest of each picture's passes: the search's own peaks without the machine's.
    var ownP99Milliseconds: Double
}

/// The pictures that cost most come when nobody is in sight, or a new face: so films of both, and where the shared data lie beside the
/// checkout, people at a table.
struct PictureCost {
    private static let passes = 3
    private static let goal = (medianMilliseconds: 0.5, p99Milliseconds: 8.0)

    private let cascade: HaarCascade
    private let profile: HaarCascade
    private let network: Network

    /// Nil where the files of Weights/ are not found.
    init?() throws {
        guard let cascade = Home.contents(of: "Weights/frontalface.cascade"), let profile = Home.contents(of: "Weights/profileface.cascade"),
            let weights = Home.contents(of: "Weights/expression.weights")
        else { return nil }
        self.cascade = try cascade.withUnsafeBytes { try HaarCascade(parsing: $0) }
        self.profile = try profile.withUnsafeBytes { try HaarCascade(parsing: $0) }
        network = try weights.withUnsafeBytes { try Network(WeightFile(parsing: $0)) }
    }

    func measure() throws -> [PictureFigures] {
        var figures: [PictureFigures] = []
        if let actor = try? Home.path(of: "Resources/actor.mjpeg") {
            for (words, degrees) in [("one face", 0.0), ("one face, tilted by 25°", 25), ("nobody: he is upside down", 180)] {
                figures.append(
                    try run("the actor, 640 × 480, \(words)", turnedBy: degrees, enlarged: 2) {
                        try MotionPictureFile(actor, framesPerSecond: 15)
                    })
            }
        }
        let dinner = "../shared/data/video/dinner-10s.mp4"
        if FileManager.default.fileExists(atPath: dinner) {
            for (words, degrees) in [("", 0.0), (", upside down", 180)] {
                figures.append(try run("the dinner, 854 × 480\(words)", turnedBy: degrees, enlarged: 1) { try openFrames(dinner) })
            }
        }
        return figures
    }

    /// Every pass is a session of its own, from the first picture on.
    private func run(
        _ film: String, turnedBy degrees: Double, enlarged: Int, _ open: () throws -> any FrameSource
    ) throws -> PictureFigures {
        var passes: [[Double]] = []
        var read = 0
        var plane = LumaPlane(width: 1, height: 1)
        var shown = LumaPlane(width: 1, height: 1)
        for _ in 0..<Self.passes {
            let watcher = Watcher(cascade: cascade, profile: profile, network: network)
            let source = try open()
            var times: [Double] = []
            while let stamp = try source.next(into: &plane) {
                let picture = plane.view
                shown.reshape(width: picture.width * enlarged, height: picture.height * enlarged)
                let (middleX, middleY) = (Double(picture.width) / 2, Double(picture.height) / 2)
                TurnedGrid(centreX: middleX, centreY: middleY, step: 1 / Double(enlarged), degrees: -degrees)
                    .sample(picture, width: shown.width, height: shown.height, into: shown.pixels)
                let sight = try watcher.examine(shown.view, stamp)
                times.append(sight.detectMilliseconds + sight.readMilliseconds)
                if sight.readFace != nil { read += 1 }
            }
            passes.append(times)
        }
        let every = Timings(passes.flatMap { $0 })
        let fastest = Timings((0..<(passes.map(\.count).min() ?? 0)).map { picture in passes.map { $0[picture] }.min() ?? 0 })
        let count = passes.reduce(0) { $0 + $1.count }
        return PictureFigures(
            film: film, pictures: count, readPercent: 100 * Double(read) / Double(max(count, 1)), medianMilliseconds: every.percentile(0.5),
            p99Milliseconds: every.percentile(0.99), maxMilliseconds: every.percentile(1), ownP99Milliseconds: fastest.percentile(0.99))
    }

    static func text(_ figures: [PictureFigures]) -> String {
        var table = TextTable(["film", "pictures", "read %", "median ms", "p99 ms", "own p99 ms", "max ms"])
        for one in figures {
            let times = [one.medianMilliseconds, one.p99Milliseconds, one.ownP99Milliseconds, one.maxMilliseconds]
            table.add([one.film, "\(one.pictures)", String(format: "%.0f", one.readPercent)] + times.map { String(format: "%.2f", $0) })
        }
        // The goal is for pictures of 640 × 480; larger ones are searched with as much work, but cost more to prepare.
        let small = figures.filter { $0.film.contains("640 × 480") }
        guard let followed = figures.first, let dearest = small.max(by: { $0.p99Milliseconds < $1.p99Milliseconds }) else { return "" }
        let median = followed.medianMilliseconds < goal.medianMilliseconds
        let p99 = dearest.p99Milliseconds <= goal.p99Milliseconds
        return table.text
            + String(
                format: "\nGoal: following a face in less than %.1f ms: %@ with %.2f ms. p99 of a picture of 640 × 480 at most %.0f ms: %@, worst: %@ with %.2f ms.",
                goal.medianMilliseconds, median ? "met" : "missed", followed.medianMilliseconds, goal.p99Milliseconds, p99 ? "met" : "missed",
                dearest.film, dearest.p99Milliseconds)
    }
}
