import Cascade
import Foundation
import Inputs
import Session
import Tensor

/// Processor time of one step from a picture to an expression.
struct VisionFigures: Encodable {
    var step: String
    var runs: Int
    var medianMilliseconds: Double
    var fastestMilliseconds: Double
}

enum Vision {
    private static let width = 640
    private static let height = 480

    /// Both steps, or none where the files of Weights/ are not found.
    static func measure() throws -> [VisionFigures] {
        guard let cascade = Home.contents(of: "Weights/frontalface.cascade"), let weights = Home.contents(of: "Weights/expression.weights")
        else { return [] }
        let detector = FaceDetector(cascade: try cascade.withUnsafeBytes { try HaarCascade(parsing: $0) })
        let network = try weights.withUnsafeBytes { try Network(WeightFile(parsing: $0)) }
        let picture = DrawnFace(width: width, height: height)
        let faces = try detector.detect(in: picture.view, DetectionParameters())
        let face = faces.first?.rect ?? PixelRect(x: 0, y: 0, width: width, height: height)
        let reader = ExpressionReader(network: network)
        return [
            try figures("detection, \(width) × \(height), faces found: \(faces.count)", runs: 200) {
                _ = try detector.detect(in: picture.view, DetectionParameters())
            },
            figures("expression, one box to probabilities, \(network.inputWidth) × \(network.inputHeight)", runs: 500) {
                reader.read(face, in: picture.view)
            },
        ]
    }

    private static func figures(_ step: String, runs: Int, _ work: () throws -> Void) rethrows -> VisionFigures {
        for _ in 0..<10 { try work() }
        var times: [Double] = []
        for _ in 0..<runs {
            let start = ProcessorClock.microseconds
            try work()
            times.append(ProcessorClock.microseconds - start)
        }
        let timings = Timings(times)
        return VisionFigures(
            step: step, runs: runs, medianMilliseconds: timings.percentile(0.5) / 1000, fastestMilliseconds: timings.percentile(0) / 1000)
    }

    static func text(_ figures: [VisionFigures]) -> String {
        var table = TextTable(["vision", "runs", "median ms", "fastest ms"])
        for one in figures {
            table.add([
                one.step, "\(one.runs)", String(format: "%.3f", one.medianMilliseconds), String(format: "%.3f", one.fastestMilliseconds),
            ])
        }
        return table.text
    }
}

extension Home {
    /// A file of the program; nil where it is not found.
    static func contents(of name: String) -> Data? {
        guard let path = try? path(of: name) else { return nil }
        return FileManager.default.contents(atPath: path)
    }
}
