import AllocationCounter
import Fixtures
import Testing

@testable import Tensor

/// Networks whose layers are fused, share buffers and run through every kernel, against the same layers one by one.
@Suite struct FusedLayersTests {
    /// 3×3 convolutions with shortcuts, as deep residual networks have them.
    static func residual() -> [UInt8] {
        var file = FileBuilder(width: 24, height: 24, seed: 41)
        var x = file.layer(.convolution, 0, kernel: 3, relu: true, weights: [3, 3, 1, 32], channels: 32)
        x = file.layer(.maxPool, x, kernel: 2, stride: 2)
        var channels = 32
        for (wider, stride) in [(32, 1), (48, 2), (72, 2), (104, 1)] {
            var y = file.layer(
                .convolution, x, kernel: 3, stride: stride, relu: true, weights: [3, 3, channels, wider], channels: wider)
            y = file.layer(.convolution, y, kernel: 3, weights: [3, 3, wider, wider], channels: wider)
            if wider != channels { x = file.layer(.convolution, x, stride: stride, weights: [1, 1, channels, wider], channels: wider) }
            x = file.layer(.add, wider == 48 ? x : y, second: wider == 48 ? y : x, relu: true)
            channels = wider
        }
        x = file.layer(.dense, file.layer(.globalMean, x), weights: [channels, 8], channels: 8)
        _ = file.layer(.softmax, x)
        return file.file(classes: 8)
    }

    /// Separable convolutions, pools and shortcuts, as in the prototype; one depthwise value has two readers.
    static func separable() -> [UInt8] {
        var file = FileBuilder(width: 23, height: 21, seed: 42)
        var x = file.layer(.convolution, 0, kernel: 3, relu: true, same: false, weights: [3, 3, 1, 8], channels: 8)
        x = file.layer(.convolution, x, kernel: 3, relu: true, same: false, weights: [3, 3, 8, 8], channels: 8)
        var channels = 8
        for wider in [16, 40] {
            let short = file.layer(.convolution, x, stride: 2, weights: [1, 1, channels, wider], channels: wider)
            var y = file.layer(.depthwise, x, kernel: 3, weights: [3, 3, channels], channels: channels)
            y = file.layer(.convolution, y, relu: true, weights: [1, 1, channels, wider], channels: wider)
            y = file.layer(.depthwise, y, kernel: 3, weights: [3, 3, wider], channels: wider)
            y = file.layer(.convolution, y, weights: [1, 1, wider, wider], channels: wider)
            x = file.layer(.add, file.layer(.maxPool, y, kernel: 3, stride: 2), second: short)
            channels = wider
        }
        let spread = file.layer(.depthwise, x, kernel: 3, weights: [3, 3, channels], channels: channels)
        x = file.layer(.add, spread, second: file.layer(.convolution, spread, weights: [1, 1, channels, channels], channels: channels))
        x = file.layer(.add, x, second: x)
        x = file.layer(.globalMean, file.layer(.convolution, x, kernel: 3, weights: [3, 3, channels, 7], channels: 7))
        _ = file.layer(.softmax, x)
        return file.file(classes: 7)
    }

    /// A few kilobytes, so that it can be cut at every byte.
    static func small(fold: (targets: [UInt8], offsets: [Float])? = nil) -> [UInt8] {
        var file = FileBuilder(width: 10, height: 9, seed: 43)
        var x = file.layer(.convolution, 0, kernel: 3, stride: 2, relu: true, weights: [3, 3, 1, 5], channels: 5)
        let y = file.layer(.depthwise, x, kernel: 3, weights: [3, 3, 5], channels: 5)
        x = file.layer(.add, file.layer(.convolution, y, weights: [1, 1, 5, 5], channels: 5), second: x, relu: true)
        x = file.layer(.maxPool, x, kernel: 3, stride: 2)
        x = file.layer(.add, x, second: file.layer(.maxPool, x, kernel: 3, stride: 1))
        x = file.layer(.dense, x, weights: [45, 3], channels: 3)
        _ = file.layer(.softmax, x)
        return file.file(classes: 3, fold: fold)
    }

    /// By name: a test run prints its arguments, and these are thousands of numbers.
    enum Example: CaseIterable {
        case residual, separable, small

        var bytes: [UInt8] {
            switch self {
            case .residual: FusedLayersTests.residual()
            case .separable: FusedLayersTests.separable()
            case .small: FusedLayersTests.small()
            }
        }
    }

    @Test(arguments: Example.allCases)
    func fusedLayersMatchSingleOnes(_ example: Example) throws {
        let file = try example.bytes.withUnsafeBytes { bytes throws in try WeightFile(parsing: bytes) }
        let network = try Network(file)
        for seed in 1...3 {
            let picture = KernelTests.numbers(file.inputWidth * file.inputHeight, seed: UInt64(seed)).values
            for index in picture.indices { network.input[index] = picture[index] }
            network.run()
            let plain = try ReferenceNetwork.probabilities(file, picture)
            let fast = (0..<network.classCount).map { network.probabilities[$0] }
            #expect(zip(plain, fast).allSatisfy { abs($0 - $1) <= 1e-5 })
            #expect(Set(fast).count > 1 && abs(fast.reduce(0, +) - 1) < 1e-5)
            // Buffers are shared: the first run may leave nothing for the second.
            network.run()
            #expect(fast == (0..<network.classCount).map { network.probabilities[$0] })
        }
    }

    @Test(arguments: [Example.residual, .separable])
    func aRunAllocatesNothing(_ example: Example) throws {
        let network = try WeightFileTests.network(example.bytes)
        network.run()
        let before = allocation_count()
        for _ in 0..<20 { network.run() }
        #expect(allocation_count() == before)
    }
}
