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
        let error = try #require(throws: WeightFileError.self) {
            try whole.dropLast().withUnsafeBytes { bytes throws in _ = try WeightFile(parsing: bytes) }
        }
        #expect(error.description.hasPrefix("read weights of \(whole.count - 1) bytes: it says that it has \(whole.count)"))
        #expect(error.nextStep.contains("Training/"))
    }

    /// Not one of these may trap; the ones that get past the checksum exercise every later check, and what is accepted must run.
    @Test(arguments: [false, true])
    func damagedFilesAreRefusedOrRun(resealed: Bool) throws {
        let whole = [UInt8](try golden("tiny.weights"))
        var random = SeededNumbers(seed: resealed ? 11 : 12)
        var accepted = 0
        var refused = 0
        for _ in 0..<4000 {
            let bytes = damaged(whole, resealed: resealed, using: &random, crc32: Self.crc32)
            do throws(WeightFileError) {
                let network = try Self.network(bytes)
                network.run()
                accepted += 1
            } catch {
                #expect(!error.cause.isEmpty && !error.nextStep.isEmpty)
                refused += 1
            }
        }
        print("weight files damaged, resealed \(resealed): \(refused) refused, \(accepted) accepted")
        #expect(refused > 1000)
        #expect(resealed ? accepted > 100 : accepted < 100)
    }

    static func network(_ bytes: [UInt8]) throws(WeightFileError) -> Network {
        try bytes.withUnsafeBufferPointer { bytes throws(WeightFileError) in
            try Network(WeightFile(parsing: UnsafeRawBufferPointer(bytes)))
        }
    }
}
