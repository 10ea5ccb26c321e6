import AllocationCounter
import Fixtures
import Testing

@testable import Tensor

/// 30,000 damaged weight files: each is refused with an error or is a network that runs, in memory that its size justifies.
@Suite struct WeightFileFuzzTests {
    /// Two small networks that together have every kind of layer, and one that carries its fold.
    @Test(arguments: [0, 1, 2])
    func damagedFilesAreRefusedOrRun(which: Int) throws {
        let whole = which == 0 ? [UInt8](try golden("tiny.weights")) : FusedLayersTests.small(fold: which == 1 ? nil : FoldRecordTests.fold)
        var (refused, accepted, run, strange) = (0, 0, 0, 0)
        for bytes in Mutations(whole, count: 10_000, seed: UInt64(51 + which), reseal: WeightFileTests.crc32) {
            let before = allocation_bytes()
            do throws(ModelError) {
                let network = try WeightFileTests.network(bytes)
                accepted += 1
                if let fold = network.fold, !FoldRecordTests.isSound(fold, classes: network.classCount) { strange += 1 }
                // Weights and activations as `NetworkMemory` allows, and a little for tables.
                if allocation_bytes() - before > 8 << 20 + 160 * bytes.count { strange += 1 }
                if network.multiplyAdds < 2_000_000 {
                    network.run()
                    run += 1
                }
            } catch {
                let allocated = allocation_bytes() - before
                if error.cause.isEmpty || error.nextStep.isEmpty || allocated > 1 << 18 + 64 * bytes.count { strange += 1 }
                refused += 1
            }
        }
        print("weight files damaged: \(refused) refused, \(accepted) accepted, \(run) of them run")
        #expect(strange == 0)
        #expect(refused > 3000 && run > 500)
    }

    /// Damaged files that are accepted still compute what their layers say.
    @Test func acceptedFilesAnswerAsTheirLayersDo() throws {
        var compared = 0
        for bytes in Mutations([UInt8](try golden("tiny.weights")), count: 2500, seed: 53, reseal: WeightFileTests.crc32) {
            guard let file = try? bytes.withUnsafeBytes({ bytes throws in try WeightFile(parsing: bytes) }),
                let network = try? Network(file), network.multiplyAdds < 300_000
            else { continue }
            let picture = KernelTests.numbers(file.inputWidth * file.inputHeight, seed: 3).values
            for index in picture.indices { network.input[index] = picture[index] }
            network.run()
            let plain = try ReferenceNetwork.probabilities(file, picture)
            guard plain.allSatisfy({ $0.isFinite }) else { continue }
            compared += 1
            // Damaged weights may be as large as Float allows: then both are sure of the same class or rounding decides.
            let worst = plain.indices.map { abs(plain[$0] - network.probabilities[$0]) }.max() ?? 0
            let large = file.tensors.contains { tensor in
                file.numbers[tensor.start..<tensor.start + tensor.count].contains { abs($0) > 100 }
            }
            #expect(worst <= 1e-4 || large)
        }
        print("accepted files compared with their layers: \(compared)")
        #expect(compared > 100)
    }

    @Test func hugeClaimsOfSmallFilesAreRefused() throws {
        // A 2000 × 2000 picture through one pool: 48 MB from 300 bytes.
        var file = FileBuilder(width: 2000, height: 2000, seed: 1)
        _ = file.layer(.softmax, file.layer(.globalMean, file.layer(.maxPool, 0, kernel: 2, stride: 1)))
        let memory = try #require(throws: ModelError.self) { _ = try WeightFileTests.network(file.file(classes: 1)) }
        #expect(memory.kind == .tooLarge && memory.cause.contains("bytes of memory"))
        // Kernels of 255 × 255 over 1000 × 1000 pixels.
        var slow = FileBuilder(width: 500, height: 500, seed: 1)
        _ = slow.layer(.softmax, slow.layer(.globalMean, slow.layer(.maxPool, 0, kernel: 255)))
        let time = try #require(throws: ModelError.self) { _ = try WeightFileTests.network(slow.file(classes: 1)) }
        #expect(time.kind == .tooLarge && time.cause.contains("multiply-adds"))
        // More layers than any face needs, each of them cheap.
        var long = FileBuilder(width: 1, height: 1, seed: 1)
        for _ in 0..<(WeightFile.maximumLayers + 1) { long.addInput() }
        _ = long.layer(.softmax, 0)
        let layers = try #require(throws: ModelError.self) { _ = try WeightFileTests.network(long.file(classes: 1)) }
        #expect(layers.kind == .tooLarge && layers.description.contains("layers"))
    }
}
