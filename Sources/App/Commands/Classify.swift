import ArgumentParser
import Capture
import Cascade
import FoundationEssentials
import Glibc
import Mood
import Session
import Tensor

struct Classify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Read the expression of the largest face in pictures, upright or tilted.",
        discussion: """
            EXAMPLES
              app classify portrait.jpg
              app classify --cropped --csv faces/*.png > faces.csv     each picture is already a face
              app classify --repeat 100 --json portrait.jpg            with the median processor time of a reading

            --csv prints the network's own classes, --json also the five expressions made of them, which the music follows.

            \(NamedPictures.help)
            """)

    @Argument(help: "Picture files.") var images: [String]
    @Flag(help: "The whole picture is the face.") var cropped = false
    @Option(help: "Another weights file.") var weights: String?
    @Flag(help: "One line per picture: its name and the probabilities; no header.") var csv = false
    @Flag(help: "A JSON array.") var json = false
    @Option(name: .customLong("repeat"), parsing: .unconditional, help: "Measure: the median of this many readings.")
    var repeats: Int?

    private struct Answer: Encodable {
        var image: String
        var face: [Int]?
        var expression: String?
        var probabilities: [String: Double] = [:]
        /// What the music follows: the probabilities folded and weighed as the network's file says.
        var five: [String: Double] = [:]
        /// The cascade and the network both doubt that this is a face; nil without a face or where the picture is said to be one.
        var unsure: Bool?
        var milliseconds: Double?

        private enum Key: CodingKey { case image, face, expression, probabilities, five, unsure, milliseconds }

        /// Without a face, `face` and `expression` are present as null.
        func encode(to encoder: any Encoder) throws {
            var object = encoder.container(keyedBy: Key.self)
            try object.encode(image, forKey: .image)
            try object.encode(face, forKey: .face)
            try object.encode(expression, forKey: .expression)
            try object.encode(probabilities, forKey: .probabilities)
            try object.encode(five, forKey: .five)
            try object.encodeIfPresent(unsure, forKey: .unsure)
            try object.encodeIfPresent(milliseconds, forKey: .milliseconds)
        }
    }

    func validate() throws {
        try check(repeats ?? 1, "--repeat", in: 1...1_000_000)
        if csv && json { throw ValidationError("--csv and --json exclude each other; choose one") }
    }

    mutating func run() throws {
        let network = try Files.network(weights)
        let reader = ExpressionReader(network: network)
        let fold = ExpressionFold(of: network)
        let tracker = cropped ? nil : FaceTracker(cascade: try Files.cascade())
        var answers: [Answer] = []
        let allSucceeded = try NamedPictures.each(of: images) { picture, path in
            let face = try tracker.flatMap { FaceChoice.largest(of: try $0.begin(with: picture)) }
            var answer = Answer(image: path, face: face.map { [$0.rect.x, $0.rect.y, $0.rect.width, $0.rect.height] })
            if cropped || face != nil { read(picture, face, reader, fold, into: &answer, network.classNames) }
            if !json { return words(answer, reader, network.classNames) }
            answers.append(answer)
            return nil
        }
        if json { try Output.line(JSON.text(answers)) }
        if !allSucceeded { throw ExitCode(1) }
    }

    private func read(
        _ picture: LumaView, _ face: TrackedFace?, _ reader: ExpressionReader, _ fold: ExpressionFold, into answer: inout Answer,
        _ names: [String]
    ) {
        var times: [Double] = []
        for _ in 0..<(repeats ?? 1) {
            let start = Clock.threadSeconds
            if let face { reader.read(face.rect, turnedBy: face.degrees, in: picture) } else { reader.read(cropped: picture) }
            times.append((Clock.threadSeconds - start) * 1000)
        }
        if repeats != nil { answer.milliseconds = median(times) }
        for (index, name) in names.enumerated() { answer.probabilities[name] = Double(reader.probabilities[index]) }
        let five = fold.five(reader.probabilities)
        for expression in Expression.allCases { answer.five[expression.name] = Double(five[expression]) }
        answer.expression = five.strongest.name
        answer.unsure = face.map { Sight.isDoubtfulAlone($0, five) }
    }

    private func words(_ answer: Answer, _ reader: ExpressionReader, _ names: [String]) -> String {
        if csv {
            let name = FileName.printable(answer.image.lastPathComponent)
            let needsQuotes = name.contains { ",\"".contains($0) }
            let quoted = needsQuotes ? "\"\(name.replacing("\"", with: "\"\""))\"" : name
            let cells = answer.expression == nil ? [] : names.indices.map { "\(reader.probabilities[$0])" }
            return ([quoted] + cells).joined(separator: ",")
        }
        let name = FileName.printable(answer.image)
        guard let expression = answer.expression else { return "\(name): no face" }
        let ranked = answer.probabilities.sorted { $0.value > $1.value }.prefix(3)
            .map { $0.key + String(printf: " %.2f", $0.value) }.joined(separator: ", ")
        let time = answer.milliseconds.map { String(printf: ", %.3f ms", $0) } ?? ""
        let doubt = answer.unsure == true ? ", unsure whether this is a face" : ""
        return "\(name): \(expression) (\(ranked))\(doubt)\(time)"
    }
}
