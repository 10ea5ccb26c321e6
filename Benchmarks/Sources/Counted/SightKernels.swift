import Cascade
import Inputs
import Tensor

/// From a picture of 320 × 240 with one face to an expression.
final class SightKernels {
    private static let seconds = 1.0 / 30
    private let picture = DrawnFace(width: 320, height: 240)
    private let detector: FaceDetector
    private let tracker: FaceTracker
    private let network: Network
    private let lightNetwork: Network
    private let reader: ExpressionReader
    private var now = 0.0

    init() throws {
        let cascade = try HaarCascade(parsing: bytes("frontalface.cascade"))
        detector = FaceDetector(cascade: cascade)
        tracker = FaceTracker(cascade: cascade)
        network = try Network(WeightFile(parsing: bytes("expression.weights")))
        lightNetwork = try Network(WeightFile(parsing: bytes("expression-light.weights")))
        reader = ExpressionReader(network: try Network(WeightFile(parsing: bytes("expression-light.weights"))))
    }

    var all: [Kernel] {
        [
            Kernel("detect") { _ = try? self.detector.detect(in: self.picture.view, DetectionParameters()) },
            Kernel("track") { self.follow(pictures: 8) },
            Kernel("network") { self.network.run() },
            Kernel("light-network") { self.lightNetwork.run() },
            Kernel("tilted-face") { self.reader.read(PixelRect(x: 110, y: 60, width: 100, height: 100), turnedBy: 20, in: self.picture.view) },
        ]
    }

    private func follow(pictures: Int) {
        for _ in 0..<pictures {
            _ = try? tracker.follow(in: picture.view, at: now)
            now += Self.seconds
        }
    }
}
