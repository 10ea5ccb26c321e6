import AllocationCounter
import Cascade
import Fixtures
import Foundation
import Tensor
import Testing

@testable import Session

@Suite struct SharedSearchTests {
    private func cascade() throws -> HaarCascade {
        let bytes = try Data(contentsOf: packageRoot.appendingPathComponent("Weights/frontalface.cascade"))
        return try bytes.withUnsafeBytes { try HaarCascade(parsing: $0) }
    }

    /// The drawn face at the start of detection.golden, or its upper left corner.
    private func withPicture(_ width: Int, _ height: Int, _ body: (LumaView) throws -> Void) throws {
        try golden("detection.golden").withUnsafeBytes { bytes in
            let stride = Int(bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
            #expect(width <= stride && height <= Int(bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self)))
            let pixels = bytes.baseAddress!.assumingMemoryBound(to: UInt8.self) + 12
            try body(LumaView(base: pixels, width: width, height: height, stride: stride))
        }
    }

    @Test(arguments: 1...4)
    func threadsChangeNothing(_ threads: Int) throws {
        let cascade = try cascade()
        let (one, several) = (FaceDetector(cascade: cascade), SharedSearch(cascade: cascade, threads: threads))
        var candidateCount = 0
        for (width, height) in [(160, 120), (20, 20), (121, 118)] {
            for (scaleFactor, minNeighbors, minSize) in [(1.1, 0, 0), (1.05, 1, 24), (1.3, 2, 30)] {
                let parameters = DetectionParameters(scaleFactor: scaleFactor, minNeighbors: minNeighbors, minSize: minSize)
                try withPicture(width, height) { picture in
                    let expected = try one.candidates(in: picture, parameters)
                    #expect(try several.candidates(in: picture, parameters) == expected)
                    #expect(try several.detect(in: picture, parameters) == one.detect(in: picture, parameters))
                    candidateCount += expected.count
                }
            }
        }
        #expect(candidateCount > 100)
    }

    /// Searching again, in a picture of the same size or in a part of it, takes memory for lists of levels and finds only.
    @Test func memoryIsTakenOncePerSize() throws {
        let detector = FaceDetector(cascade: try cascade())
        try withPicture(160, 120) { picture in
            let before = allocation_count()
            _ = try detector.detect(in: picture, DetectionParameters())
            let first = allocation_count() - before
            for _ in 0..<3 {
                let start = allocation_count()
                _ = try detector.detect(in: picture, DetectionParameters())
                let again = allocation_count() - start
                print("detection allocates \(first) times at first, then \(again)")
                #expect(again < 60 && first > 100)
            }
            let start = allocation_count()
            let part = LumaView(base: picture.base + 7, width: 97, height: 80, stride: 160)
            _ = try detector.detect(in: part, DetectionParameters())
            #expect(allocation_count() - start < 60)
        }
    }
}
