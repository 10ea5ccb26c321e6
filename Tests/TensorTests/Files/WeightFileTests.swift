import Fixtures
import Foundation
import Testing

@testable import Tensor

@Suite struct WeightFileTests {
    static func crc32(_ bytes: [UInt8]) -> UInt32 { bytes.withUnsafeBytes { CRC32.of($0) } }

    @Test func crc32IsTheUsualOne() {
        #expect(Self.crc32(Array("123456789".utf8)) == 0xCBF4_3926)
        #expect(Self.crc32([]) == 0)
    }

    @Test func anErrorNamesWhatAndWhyAndWhatNext() throws {
        let whole = [UInt8](try golden("tiny.weights"))
        let error = try #require(throws: ModelError.self) {
            try whole.dropLast().withUnsafeBytes { bytes throws in _ = try WeightFile(parsing: bytes) }
        }
        #expect(error.description.hasPrefix("read weights of \(whole.count - 1) bytes: it says that it has \(whole.count)"))
        #expect(error.nextStep.contains("Training/"))
        #expect(error.kind == .damaged)
    }

    @Test(arguments: [0, 4]) func anotherFormatOrVersionIsUnsupported(byte: Int) throws {
        var other = [UInt8](try golden("tiny.weights"))
        other[byte] += 2
        let error = try #require(throws: ModelError.self) { _ = try Self.network(other) }
        #expect(error.kind == .unsupported)
    }

    static func network(_ bytes: [UInt8]) throws(ModelError) -> Network {
        try bytes.withUnsafeBufferPointer { bytes throws(ModelError) in
            try Network(WeightFile(parsing: UnsafeRawBufferPointer(bytes)))
        }
    }
}
