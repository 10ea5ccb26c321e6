import AllocationCounter
import Fixtures
import Tensor
import Testing

@testable import Cascade

/// 20,000 damaged cascades: each is refused with an error or scans a picture, in memory that its size justifies.
@Suite struct CascadeFileFuzzTests {
    @Test func damagedFilesAreRefusedOrScan() throws {
        let whole = CascadeFileTests.small()
        let picture = GreyPicture(width: 30, height: 27, pixels: (0..<30 * 27).map { UInt8(truncatingIfNeeded: $0 &* 37 ^ $0 >> 3) })
        var (refused, accepted, strange) = (0, 0, 0)
        for bytes in Mutations(whole, count: 20_000, seed: 61, reseal: CascadeFileTests.crc32) {
            let before = allocation_bytes()
            do throws(ModelError) {
                let cascade = try bytes.withUnsafeBufferPointer { bytes throws(ModelError) in
                    try HaarCascade(parsing: UnsafeRawBufferPointer(bytes))
                }
                if allocation_bytes() - before > 1 << 16 + 64 * bytes.count { strange += 1 }
                let detector = FaceDetector(cascade: cascade)
                _ = picture.withView { try? detector.detect(in: $0, DetectionParameters(scaleFactor: 1.2, minNeighbors: 1, minSize: 0)) }
                accepted += 1
            } catch {
                let allocated = allocation_bytes() - before
                if error.cause.isEmpty || error.nextStep.isEmpty || allocated > 1 << 16 + 64 * bytes.count { strange += 1 }
                refused += 1
            }
        }
        print("cascade files damaged: \(refused) refused, \(accepted) accepted")
        #expect(strange == 0)
        #expect(refused > 5000 && accepted > 1000)
    }
}
