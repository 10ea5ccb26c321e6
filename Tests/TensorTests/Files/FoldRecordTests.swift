import Testing

@testable import Tensor

@Suite struct FoldRecordTests {
    static let fold: (targets: [UInt8], offsets: [Float]) = ([2, 0, 4], [0.5, -1, 0.25, 0, 10])

    static func isSound(_ fold: FoldRecord, classes: Int) -> Bool {
        fold.targets.count == classes && fold.targets.allSatisfy { (0..<5).contains($0) } && fold.offsets.count == 5
            && fold.offsets.allSatisfy { abs($0) <= 10 }
    }

    @Test func aFileSaysHowItsClassesFold() throws {
        let network = try WeightFileTests.network(FusedLayersTests.small(fold: Self.fold))
        #expect(network.fold?.targets == [2, 0, 4])
        #expect(network.fold?.offsets == Self.fold.offsets)
        #expect(try WeightFileTests.network(FusedLayersTests.small()).fold == nil)
    }

    /// The layers behind the fold are found: with and without it the network says the same.
    @Test func theFoldChangesNoProbability() throws {
        let answers = try [nil, Self.fold].map { fold in
            let network = try WeightFileTests.network(FusedLayersTests.small(fold: fold))
            for index in 0..<network.inputWidth * network.inputHeight { network.input[index] = Float(index % 7) / 7 }
            network.run()
            return (0..<network.classCount).map { network.probabilities[$0] }
        }
        #expect(answers[0] == answers[1])
    }

    /// The fold of three classes stands at byte 112: three targets, a zero, five numbers.
    @Test(arguments: [112, 114, 115, 116, 132]) func whatCannotBeAFoldIsRefused(byte: Int) throws {
        var bytes = FusedLayersTests.small(fold: Self.fold)
        // A target of 200, a reserved byte, a number of 1.7e38.
        if byte < 116 { bytes[byte] = 200 } else { bytes.replaceSubrange(byte..<byte + 4, with: [0, 0, 0, 0x7F]) }
        bytes.replaceSubrange(16..<20, with: withUnsafeBytes(of: WeightFileTests.crc32(Array(bytes[24...])).littleEndian) { Array($0) })
        let error = try #require(throws: ModelError.self) { _ = try WeightFileTests.network(bytes) }
        #expect(error.kind == .damaged && (error.value.contains("fold") || error.value.contains("offset")))
    }
}
