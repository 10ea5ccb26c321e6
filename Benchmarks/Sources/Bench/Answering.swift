import Capture
import Cascade
import Foundation
import Session
import Tensor

/// Answers questions on standard input, one a line, with one line of JSON each: another program measures something of its own
/// between two questions, so that both sides are timed in turns, on the same pictures, under the same load.
///
///     machine                             what this runs on
///     picture FILE                        decodes it; the next questions are about it
///     detect SCALE NEIGHBOURS SIZE RUNS   faces, and the processor milliseconds of every run
///     network FILE                        reads weights
///     infer RUNS                          the network's probabilities of the picture, which has its input's size, and the times
///
/// and those about sound and about what grows, which `SoundAnswers` and `GrowthAnswers` list.
final class Answering {
    private struct Refusal: Error {
        var line: String
    }

    private struct PictureAnswer: Encodable { var width: Int, height: Int }

    private struct DetectAnswer: Encodable {
        /// x, y, width, height, neighbours
        var faces: [[Int]]
        var milliseconds: [Double]
    }

    private struct NetworkAnswer: Encodable { var width: Int, height: Int, classes: Int }

    private struct InferAnswer: Encodable {
        var probabilities: [Float]
        var milliseconds: [Double]
    }

    /// Made when first asked: each half of the questions needs only its own.
    private lazy var sound = SoundAnswers()
    private lazy var growth = GrowthAnswers()
    private let detector: FaceDetector
    private let decoder = PictureDecoder()
    private var picture = LumaPlane(width: 1, height: 1)
    private var network: (Network, WeightFile)?

    init() throws {
        let cascade = try Data(contentsOf: URL(fileURLWithPath: Home.path(of: "Weights/frontalface.cascade")))
        detector = FaceDetector(cascade: try cascade.withUnsafeBytes { try HaarCascade(parsing: $0) })
    }

    func run() throws {
        while let line = readLine() {
            do {
                print(try answer(line.split(separator: " ", maxSplits: 1).map(String.init)))
            } catch {
                print("{\"error\": \(try json("\(error)"))}")
            }
            fflush(nil)
        }
    }

    private func answer(_ question: [String]) throws -> String {
        let rest = question.count > 1 ? question[1] : ""
        switch question.first {
        case "machine": return try json(Machine.this)
        case "picture":
            try decoder.decode(rest, into: &picture)
            return try json(PictureAnswer(width: picture.width, height: picture.height))
        case "detect": return try json(detect(rest.split(separator: " ").compactMap { Double($0) }))
        case "network":
            let file = try Data(contentsOf: URL(fileURLWithPath: rest)).withUnsafeBytes { try WeightFile(parsing: $0) }
            let network = try Network(file)
            self.network = (network, file)
            return try json(NetworkAnswer(width: network.inputWidth, height: network.inputHeight, classes: network.classCount))
        case "infer": return try json(infer(runs: Int(rest) ?? 1))
        case let name?:
            let words = rest.split(separator: " ").map(String.init)
            if let heard = try sound.answer(name, words) { return try json(heard) }
            if let grown = try growth.answer(name, words) { return try json(grown) }
            throw Refusal(line: "unknown question \(question)")
        case nil: throw Refusal(line: "an empty question")
        }
    }

    private func detect(_ numbers: [Double]) throws -> DetectAnswer {
        guard numbers.count == 4 else { throw Refusal(line: "detect needs scale, neighbours, size and runs") }
        let parameters = DetectionParameters(scaleFactor: numbers[0], minNeighbors: Int(numbers[1]), minSize: Int(numbers[2]))
        var faces: [Face] = []
        let times = try time(Int(numbers[3])) { faces = try detector.detect(in: picture.view, parameters) }
        return DetectAnswer(
            faces: faces.map { [$0.rect.x, $0.rect.y, $0.rect.width, $0.rect.height, $0.neighbors] }, milliseconds: times)
    }

    private func infer(runs: Int) throws -> InferAnswer {
        guard let (network, file) = network, picture.width == network.inputWidth, picture.height == network.inputHeight else {
            throw Refusal(line: "infer needs a network and a picture of its size")
        }
        let pixels = (0..<picture.width * picture.height).map { Float(picture.pixels[$0]) * file.inputScale + file.inputOffset }
        var times: [Double] = []
        for _ in 0..<runs {
            // The network may use this memory for something else.
            pixels.withUnsafeBufferPointer { network.input.update(from: $0.baseAddress!, count: pixels.count) }
            times += time(1) { network.run() }
        }
        return InferAnswer(
            probabilities: Array(UnsafeBufferPointer(start: network.probabilities, count: network.classCount)), milliseconds: times)
    }

    /// Processor milliseconds of this thread for each of so many runs.
    private func time(_ runs: Int, _ work: () throws -> Void) rethrows -> [Double] {
        var times: [Double] = []
        for _ in 0..<max(runs, 1) {
            let start = ProcessorClock.microseconds
            try work()
            times.append((ProcessorClock.microseconds - start) / 1000)
        }
        return times
    }

    private func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
