import Capture
import Cascade
import Mood
import Tensor

/// Whose face moves the music when there are several.
public enum FaceChoice: String, CaseIterable, Sendable {
    /// The one nearest to the camera.
    case largest
    /// The one that was chosen last, as long as it is there.
    case first
    /// Everybody: the mean of what all faces show.
    case all
}

/// Looks at pictures: finds faces, reads expressions. One thread at a time.
public final class Watcher: @unchecked Sendable {
    /// Faces narrower than this, in pixels of the picture, hold too little for the network.
    static let smallestReadableFace = 36
    /// A picture whose mean luma is below this is called too dark (of 255).
    static let darkestLuma = 16
    /// Normalised entropy above which a reading is called unsure.
    static let unsureEntropy: Float = 0.9

    private let detector: FaceDetector
    private let reader: ExpressionReader
    private let folding: [Expression]
    private let detection: DetectionParameters
    private let choice: FaceChoice
    private let turn: Turn
    private var turned = LumaPlane(width: 1, height: 1)
    private var lastFace: PixelRect?

    public init(
        cascade: HaarCascade, network: Network, detection: DetectionParameters = DetectionParameters(),
        choice: FaceChoice = .largest, turn: Turn = Turn()
    ) {
        detector = FaceDetector(cascade: cascade)
        reader = ExpressionReader(network: network)
        folding = network.classNames.map { Expression(foldingClass: $0) }
        classNames = network.classNames
        self.detection = detection
        self.choice = choice
        self.turn = turn
    }

    /// The network's classes, in the order of `Sight.probabilities`.
    public let classNames: [String]

    /// - Parameter picture: full-range luma; the faces' rectangles are given in the picture as turned.
    public func look(at picture: LumaView, _ stamp: FrameStamp) throws(DetectionError) -> Sight {
        if turn.isIdentity { return try lookUpright(at: picture, stamp) }
        turn.apply(to: picture, into: &turned)
        return try lookUpright(at: turned.view, stamp)
    }

    private func lookUpright(at picture: LumaView, _ stamp: FrameStamp) throws(DetectionError) -> Sight {
        var sight = Sight(seconds: stamp.seconds, name: stamp.name, width: picture.width, height: picture.height)
        let start = Clock.threadSeconds
        sight.faces = try detector.detect(in: picture, detection).sorted { $0.rect.width > $1.rect.width }
        let found = Clock.threadSeconds
        sight.detectMilliseconds = (found - start) * 1000
        let chosen = choose(from: sight.faces.map(\.rect))
        if let face = chosen.first { lastFace = face }
        let readable = chosen.filter { $0.width >= Watcher.smallestReadableFace }
        guard !readable.isEmpty else {
            sight.state = !chosen.isEmpty ? .faceTooSmall : isDark(picture) ? .tooDark : .noFace
            return sight
        }
        sight.probabilities = read(readable, in: picture)
        let expression = sight.probabilities.withUnsafeBufferPointer {
            ExpressionWeights(probabilities: $0.baseAddress!, folding: folding)
        }
        sight.expression = expression
        sight.state = expression.entropy > Watcher.unsureEntropy ? .unsure : .tracking
        sight.readMilliseconds = (Clock.threadSeconds - found) * 1000
        return sight
    }

    /// - Parameter faces: largest first.
    private func choose(from faces: [PixelRect]) -> [PixelRect] {
        switch choice {
        case .all: return faces
        case .largest: return Array(faces.prefix(1))
        case .first:
            guard let last = lastFace else { return Array(faces.prefix(1)) }
            let near = faces.filter { $0.centreDistance(to: last) < max($0.width, last.width) / 2 }
            return Array((near.isEmpty ? faces : near).prefix(1))
        }
    }

    /// The mean of what the network reads in every one of `faces`.
    private func read(_ faces: [PixelRect], in picture: LumaView) -> [Float] {
        var mean = [Float](repeating: 0, count: classNames.count)
        for face in faces {
            reader.read(face, in: picture)
            for index in mean.indices { mean[index] += reader.probabilities[index] / Float(faces.count) }
        }
        return mean
    }

    /// Judged on every eighth pixel of every eighth row.
    private func isDark(_ picture: LumaView) -> Bool {
        var sum = 0
        var count = 0
        for y in stride(from: 0, to: picture.height, by: 8) {
            for x in stride(from: 0, to: picture.width, by: 8) {
                sum += Int(picture.base[y * picture.stride + x])
                count += 1
            }
        }
        return sum < Watcher.darkestLuma * max(count, 1)
    }
}

extension PixelRect {
    /// Larger of the distances of the centres in x and y, in pixels.
    fileprivate func centreDistance(to other: PixelRect) -> Int {
        max(
            abs(2 * x + width - 2 * other.x - other.width) / 2,
            abs(2 * y + height - 2 * other.y - other.height) / 2)
    }
}
