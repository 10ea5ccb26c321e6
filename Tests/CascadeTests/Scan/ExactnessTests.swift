import Fixtures
import Foundation
import Tensor
import Testing

@testable import Cascade

/// The cascades of Weights/, for all tests of this room.
func frontalFace() throws -> HaarCascade { try cascade("frontalface") }
func profileFace() throws -> HaarCascade { try cascade("profileface") }

private func cascade(_ name: String) throws -> HaarCascade {
    try parseCascade([UInt8](Data(contentsOf: packageRoot.appendingPathComponent("Weights/\(name).cascade"))))
}

func parseCascade(_ bytes: [UInt8]) throws(ModelError) -> HaarCascade {
    try bytes.withUnsafeBufferPointer { bytes throws(ModelError) in try HaarCascade(parsing: UnsafeRawBufferPointer(bytes)) }
}

/// A grey picture of a test.
struct GreyPicture {
    let width: Int
    let height: Int
    let pixels: [UInt8]

    func withView<Result>(_ body: (LumaView) throws -> Result) rethrows -> Result {
        try pixels.withUnsafeBufferPointer {
            try body(LumaView(base: $0.baseAddress ?? UnsafePointer(bitPattern: 1)!, width: width, height: height, stride: width))
        }
    }
}

/// OpenCV's own answers, equal to the last number and in the same order.
@Suite struct ExactnessTests {
    @Test func syntheticPicturesAnswerAsOpenCVDoes() throws {
        let bytes = [UInt8](try golden("detection.golden"))
        let detector = FaceDetector(cascade: try frontalFace())
        var at = 0
        func next() -> Int {
            defer { at += 4 }
            return Int(Int32(bitPattern: bytes.withUnsafeBytes { $0.u32(at: at) }))
        }
        func rect() -> PixelRect { PixelRect(x: next(), y: next(), width: next(), height: next()) }
        var candidateCount = 0
        var faceCount = 0
        for number in 0..<next() {
            let (width, height) = (next(), next())
            let picture = GreyPicture(width: width, height: height, pixels: Array(bytes[at..<at + width * height]))
            at += (width * height + 3) / 4 * 4
            for _ in 0..<next() {
                let scaleFactor = Double(bitPattern: bytes.withUnsafeBytes { $0.u64(at: at) })
                at += 8
                let parameters = DetectionParameters(scaleFactor: scaleFactor, minNeighbors: next(), minSize: next())
                let candidates = (0..<next()).map { _ in rect() }
                let faces = (0..<next()).map { _ in Face(rect: rect(), neighbors: next()) }
                let found = try picture.withView { try detector.candidates(in: $0, parameters) }
                #expect(found == candidates, "picture \(number), \(parameters)")
                let grouped = try picture.withView { try detector.detect(in: $0, parameters) }
                #expect(grouped == faces, "picture \(number), \(parameters)")
                candidateCount += candidates.count
                faceCount += faces.count
            }
        }
        #expect(at == bytes.count)
        #expect(candidateCount > 500 && faceCount > 10)
    }

    struct Golden: Decodable {
        struct Parameters: Decodable {
            let scaleFactor: Double
            let minNeighbors: Int
            let minSize: [Int]?
        }
        struct Run: Decodable {
            let rects: [[Int]]
            let neighbors: [Int]
            /// Clipped candidates in scan order; the pictures that are not exact have none.
            let raw: [[Int]]?
        }
        struct Image: Decodable {
            let name: String
            let pgm: String?
            let runs: [String: Run]
        }
        let params: [String: Parameters]
        let images: [Image]
    }

    @Test(.enabled(if: sharedData("data/detect/golden.json") != nil, "needs the shared data beside the checkout"))
    func photographsAnswerAsOpenCVDoes() throws {
        let json = try #require(sharedData("data/detect/golden.json"))
        let golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: json))
        let detector = FaceDetector(cascade: try frontalFace())
        var runs = 0
        for image in golden.images where image.pgm != nil {
            let picture = try pgm(try #require(sharedData("data/detect/\(image.name).pgm")))
            for (name, expected) in image.runs {
                let given = try #require(golden.params[name])
                let parameters = DetectionParameters(
                    scaleFactor: given.scaleFactor, minNeighbors: given.minNeighbors, minSize: given.minSize?.first ?? 0)
                let candidates = try picture.withView { try detector.candidates(in: $0, parameters) }
                #expect(candidates.map { [$0.x, $0.y, $0.width, $0.height] } == expected.raw, "\(image.name) \(name)")
                let faces = try picture.withView { try detector.detect(in: $0, parameters) }
                #expect(faces.map { [$0.rect.x, $0.rect.y, $0.rect.width, $0.rect.height] } == expected.rects, "\(image.name) \(name)")
                #expect(faces.map(\.neighbors) == expected.neighbors, "\(image.name) \(name)")
                runs += 1
            }
        }
        print("detection: \(runs) runs on photographs equal to OpenCV's")
        #expect(runs == 63)
    }

    /// Only the plain form that the shared data has: three words and a single white space.
    private func pgm(_ url: URL) throws -> GreyPicture {
        let bytes = [UInt8](try Data(contentsOf: url))
        let words = bytes.split(maxSplits: 4, omittingEmptySubsequences: true) { $0 == 10 || $0 == 32 }
        let width = try #require(Int(String(decoding: words[1], as: UTF8.self)))
        let height = try #require(Int(String(decoding: words[2], as: UTF8.self)))
        return GreyPicture(width: width, height: height, pixels: Array(bytes.suffix(width * height)))
    }
}
