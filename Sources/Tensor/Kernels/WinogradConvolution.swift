/// A 3×3 convolution of stride 1 in tiles of 2×2 outputs: the 4×4 inputs of a tile are transformed into sixteen sums and
/// differences, each is multiplied by a transformed weight, and the products are transformed back into four outputs. 16
/// multiplications instead of 36: F(2×2, 3×3) of Lavin and Gray 2016, "Fast Algorithms for Convolutional Neural Networks".
///
/// Rounding differs from the direct sum by a few millionths of the largest number. A layer of 32 channels takes two thirds of the
/// direct kernel's time, one of 64 and 144 outputs 0.6 (AVX-512).
struct WinogradConvolution {
    /// Tiles per batch: as many as registers hold accumulators for, so that intermediate values stay in the L1 and L2 caches.
    private static let batch = 12
    /// Elements of a transformed tile.
    static let places = 16

    private let window: Window
    private let input: UnsafePointer<Float>
    private let inputRow: Int
    private let output: Plane
    private let addend: UnsafePointer<Float>?
    private let relu: Bool
    private let kernel: TileKernel
    private let packedFloats: Int
    /// [place][tile][channel in], and [place][tile][channel out] one place before it: a place's products overwrite the inputs of the
    /// place before, which halves the memory.
    private let transformed: UnsafeMutablePointer<Float>
    private let products: UnsafeMutablePointer<Float>
    private let placeFloats: Int

    /// Whether it applies, and pays: the multiplications must outweigh the transforms, as they do with many channels, and the weights,
    /// 16/9 as many as before, must serve several tiles and take a megabyte at most.
    static func suits(_ window: Window, channels: Int) -> Bool {
        let before = window.input.channels
        return window.kernelWidth == 3 && window.kernelHeight == 3 && window.stride == 1 && window.outputWidth % 2 == 0
            && window.outputHeight % 2 == 0 && tiles(window) >= 9 && before % 16 == 0 && channels % 16 == 0
            && Swift.min(before, channels) >= 32 && before * channels <= 1 << 14
    }

    private static func tiles(_ window: Window) -> Int { window.outputWidth / 2 * (window.outputHeight / 2) }

    static func packedCount(_ window: Window, channels: Int) -> Int {
        places * PackedWeights.count(kernelRows: 1, run: window.input.channels, channels: channels)
    }

    static func groupFloats(channels: Int) -> Int { PixelGroups.floats(rows: 1, width: batch, channels: channels) }

    static func scratchFloats(_ window: Window, channels: Int) -> Int {
        (places + 1) * batch * Swift.max(window.input.channels, channels) + Border.slackFloats
    }

    /// `input` has a border wide enough for the window; `addend` has the output's layout; `packed`, `memory` and `scratch` are as large
    /// as the functions above say.
    init(
        _ input: Plane, _ window: Window, packed: UnsafePointer<Float>, addend: Plane?, relu: Bool, scratch: UnsafeMutablePointer<Float>,
        memory: UnsafeMutablePointer<Float>, into output: Plane
    ) {
        let (before, after) = (window.input.channels, output.shape.channels)
        self.window = window
        self.input = input.firstTap(window)
        inputRow = input.rowFloats
        self.output = output
        self.addend = addend.map { UnsafePointer($0.origin) }
        self.relu = relu
        placeFloats = Self.batch * Swift.max(before, after)
        products = scratch
        transformed = scratch + placeFloats
        let groups = PixelGroups(
            rows: 1, width: Self.batch, inputRow: 0, inputPixel: before, outputRow: 0, outputPixel: after, memory: memory)
        kernel = TileKernel(
            packed: packed, groups: groups, kernelRows: 1, run: before, kernelRowFloats: before, pixelFloats: before, channels: after,
            relu: false)
        packedFloats = PackedWeights.count(kernelRows: 1, run: before, channels: after)
    }

    func execute() {
        let (before, after) = (window.input.channels, output.shape.channels)
        let tiles = Self.tiles(window)
        var first = 0
        while first < tiles {
            let end = Swift.min(first + Self.batch, tiles)
            // A shorter batch at the end repeats its last tile until the last group of pixels is full.
            let groups = (end - first + kernel.groups.pixels - 1) / kernel.groups.pixels
            for tile in 0..<groups * kernel.groups.pixels {
                transformInput(Swift.min(first + tile, tiles - 1), into: transformed + tile * before)
            }
            var kernel = kernel
            for place in 0..<Self.places {
                kernel.execute(
                    UnsafePointer(transformed) + place * placeFloats, count: groups, addend: nil, into: products + place * placeFloats)
                kernel.packed += packedFloats
            }
            for tile in first..<end { transformOutput(UnsafePointer(products) + (tile - first) * after, tile) }
            first = end
        }
    }

    /// Bᵀ d B of a tile's inputs.
    private func transformInput(_ tile: Int, into to: UnsafeMutablePointer<Float>) {
        let channels = window.input.channels
        let (row, column) = tile.quotientAndRemainder(dividingBy: window.outputWidth / 2)
        let from = input + 2 * row * inputRow + 2 * column * channels
        let step = placeFloats
        for channel in stride(from: 0, to: channels, by: WideLanes.scalarCount) {
            let corner = from + channel
            @inline(__always)
            func line(_ x: Int) -> (WideLanes, WideLanes, WideLanes, WideLanes) {
                let top = corner + x * channels
                let (a, b) = (WideLanes(from: top), WideLanes(from: top + inputRow))
                let (c, d) = (WideLanes(from: top + 2 * inputRow), WideLanes(from: top + 3 * inputRow))
                return (a - c, b + c, c - b, b - d)
            }
            @inline(__always)
            func store(_ a: WideLanes, _ b: WideLanes, _ c: WideLanes, _ d: WideLanes, _ place: Int) {
                let at = to + channel + place * step
                (a - c).store(to: at)
                (b + c).store(to: at + step)
                (c - b).store(to: at + 2 * step)
                (b - d).store(to: at + 3 * step)
            }
            let (p, q, r, s) = (line(0), line(1), line(2), line(3))
            store(p.0, q.0, r.0, s.0, 0)
            store(p.1, q.1, r.1, s.1, 4)
            store(p.2, q.2, r.2, s.2, 8)
            store(p.3, q.3, r.3, s.3, 12)
        }
    }

    /// Aᵀ m A, the four outputs of a tile.
    private func transformOutput(_ from: UnsafePointer<Float>, _ tile: Int) {
        let channels = output.shape.channels
        let (row, column) = tile.quotientAndRemainder(dividingBy: window.outputWidth / 2)
        let offset = 2 * row * output.rowFloats + 2 * column * channels
        let step = placeFloats
        for channel in stride(from: 0, to: channels, by: WideLanes.scalarCount) {
            @inline(__always)
            func line(_ place: Int) -> (WideLanes, WideLanes) {
                let at = from + channel + place * step
                let (a, b) = (WideLanes(from: at), WideLanes(from: at + 4 * step))
                let (c, d) = (WideLanes(from: at + 8 * step), WideLanes(from: at + 12 * step))
                return (a + b + c, b - c - d)
            }
            @inline(__always)
            func store(_ sum: WideLanes, _ at: Int) {
                var result = sum
                if let addend { result += WideLanes(from: addend + at) }
                if relu { result = result.larger(WideLanes()) }
                result.store(to: output.origin + at)
            }
            let (p, q, r, s) = (line(0), line(1), line(2), line(3))
            let upper = offset + channel
            store(p.0 + q.0 + r.0, upper)
            store(q.0 - r.0 - s.0, upper + channels)
            store(p.1 + q.1 + r.1, upper + output.rowFloats)
            store(q.1 - r.1 - s.1, upper + output.rowFloats + channels)
        }
    }
}
