// CascadeTests: the detector against OpenCV's own answers, its vectors against one window after another, damaged files.
// May import Cascade, Tensor, Fixtures and Foundation.
// Goldens come from Tests/Goldens and, where present, from the shared data beside the checkout.
import Fixtures
import Foundation
import Tensor
import Testing

@testable import Cascade

@Suite struct CascadeFileTests {
    /// A small cascade: the first stages of the real one would do too, but six numbers are easier to read.
    static func small() -> [UInt8] {
        var body: [UInt8] = []
        func append(_ value: UInt32) { for shift in [0, 8, 16, 24] { body.append(UInt8(truncatingIfNeeded: value >> shift)) } }
        for value in [UInt32(24 | 24 << 16), 2, 3, 2] { append(value) }
        for (stumps, threshold) in [(UInt32(1), Float(-0.5)), (2, 0.25)] {
            append(stumps)
            append(threshold.bitPattern)
        }
        for feature in [UInt32(0), 1, 0] {
            append(feature)
            for value in [Float(0.01), -1, 1] { append(value.bitPattern) }
        }
        for _ in 0..<2 {
            body += [6, 4, 12, 9, 6, 7, 12, 3, 0, 0, 0, 0]
            for value in [Float(-1), 3, 0] { append(value.bitPattern) }
        }
        var file = Array("LMHC".utf8) + [1, 0, 0, 0, UInt8(24 + body.count), 0, 0, 0, 0, 0, 0, 0]
        let checksum = crc32(body)
        for shift in [0, 8, 16, 24] { file.append(UInt8(truncatingIfNeeded: checksum >> shift)) }
        return file + [0, 0, 0, 0] + body
    }

    static func crc32(_ bytes: [UInt8]) -> UInt32 { bytes.withUnsafeBytes { CRC32.of($0) } }

    @Test func theFrontalFaceIsWhole() throws {
        let cascade = try frontalFace()
        #expect((cascade.windowWidth, cascade.windowHeight) == (24, 24))
        #expect((cascade.stages.count, cascade.stumps.count, cascade.features.count) == (25, 2913, 2913))
        #expect(cascade.stages[0].threshold == Float(-5.0425500869750977) - 1e-5)
    }

    /// Not one of these may trap; what is accepted must scan a picture.
    @Test(arguments: [false, true])
    func damagedFilesAreRefusedOrScan(resealed: Bool) throws {
        let whole = Self.small()
        let picture = GreyPicture(width: 40, height: 33, pixels: (0..<40 * 33).map { UInt8(truncatingIfNeeded: $0 &* 37 ^ $0 >> 3) })
        var random = SeededNumbers(seed: resealed ? 21 : 22)
        var accepted = 0
        var refused = 0
        for _ in 0..<4000 {
            let bytes = damaged(whole, resealed: resealed, using: &random, crc32: Self.crc32)
            do throws(ModelError) {
                let detector = FaceDetector(cascade: try parseCascade(bytes))
                _ = picture.withView { try? detector.detect(in: $0, DetectionParameters(scaleFactor: 1.2, minNeighbors: 1, minSize: 0)) }
                accepted += 1
            } catch {
                #expect(error.operation == "read cascade" && !error.cause.isEmpty && !error.nextStep.isEmpty)
                refused += 1
            }
        }
        print("cascade files damaged, resealed \(resealed): \(refused) refused, \(accepted) accepted")
        #expect(refused > 1000)
        #expect(resealed ? accepted > 100 : accepted < 200)
    }
}
