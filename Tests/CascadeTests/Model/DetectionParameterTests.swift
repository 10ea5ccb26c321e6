import Fixtures
import Tensor
import Testing

@testable import Cascade

@Suite struct DetectionParameterTests {
    static let grey = GreyPicture(width: 64, height: 48, pixels: [UInt8](repeating: 128, count: 64 * 48))

    @Test(arguments: [
        DetectionParameters(scaleFactor: .nan), DetectionParameters(scaleFactor: 1), DetectionParameters(scaleFactor: -1.1),
        DetectionParameters(scaleFactor: .infinity), DetectionParameters(scaleFactor: 1.nextUp), DetectionParameters(minNeighbors: -1),
        DetectionParameters(minSize: -1),
    ])
    func nonsenseIsAnError(_ parameters: DetectionParameters) throws {
        let detector = FaceDetector(cascade: try frontalFace())
        let error = #expect(throws: ModelError.self) {
            try Self.grey.withView { try detector.detect(in: $0, parameters) }
        }
        #expect(error?.kind == .outOfRange)
        #expect(error?.description.hasPrefix("detect faces ") == true)
    }

    @Test func anEmptyPictureIsAnError() throws {
        let detector = FaceDetector(cascade: try frontalFace())
        #expect(throws: ModelError.self) {
            try GreyPicture(width: 0, height: 5, pixels: []).withView { try detector.detect(in: $0, DetectionParameters()) }
        }
    }

    /// Every size from one pixel on, one detector after another size and back: nothing is found in grey, and nothing traps.
    @Test func anySizeIsScanned() throws {
        let detector = FaceDetector(cascade: try frontalFace())
        var random = SeededNumbers(seed: 5)
        for _ in 0..<60 {
            let (width, height) = (Int.random(in: 1...90, using: &random), Int.random(in: 1...90, using: &random))
            let picture = GreyPicture(width: width, height: height, pixels: [UInt8](repeating: 77, count: width * height))
            let parameters = DetectionParameters(
                scaleFactor: .random(in: 1.01...4, using: &random), minNeighbors: 0, minSize: .random(in: 0...100, using: &random))
            let faces = try picture.withView { try detector.detect(in: $0, parameters) }
            #expect(faces.isEmpty)
        }
    }

    @Test func candidatesThatAgreeBecomeTheirMean() {
        let near = [10, 11, 12].map { PixelRect(x: $0, y: 20, width: 40, height: 40) }
        let far = PixelRect(x: 90, y: 20, width: 40, height: 40)
        let faces = RectangleGrouping.faces([near[0], far, near[1], near[2]], minNeighbors: 2)
        #expect(faces == [Face(rect: PixelRect(x: 11, y: 20, width: 40, height: 40), neighbors: 3)])
        #expect(RectangleGrouping.faces([far], minNeighbors: 1).isEmpty)
        #expect(RectangleGrouping.faces([far, far], minNeighbors: 0).count == 2)
    }
}
