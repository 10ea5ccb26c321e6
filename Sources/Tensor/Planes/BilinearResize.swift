/// One axis of a bilinear resize: the two source pixels of each target pixel, and their weights in 1/2048.
struct ResizeAxis {
    let first: UnsafeMutablePointer<Int32>
    let second: UnsafeMutablePointer<Int32>
    let firstWeight: UnsafeMutablePointer<Int32>
    let secondWeight: UnsafeMutablePointer<Int32>
    let count: Int

    init(count: Int) {
        self.count = count
        first = .allocate(capacity: 4 * count)
        first.initialize(repeating: 0, count: 4 * count)
        second = first + count
        firstWeight = first + 2 * count
        secondWeight = first + 3 * count
    }

    func free() { first.deallocate() }

    /// Maps the axis to a crop of `length` pixels that begins at `origin` of a line of `limit` pixels. Beyond the line its first or last
    /// pixel is replicated. `weightsAtEdge` interpolates there too (OpenCV does so vertically, and only vertically; since its products
    /// are truncated, that shows in the last bit).
    func map(origin: Int, length: Int, limit: Int, weightsAtEdge: Bool) {
        let scale = Double(length) / Double(count)
        for target in 0..<count {
            let position = Float((Double(target) + 0.5) * scale - 0.5)
            var left = Int(position.rounded(.down))
            var fraction = position - Float(left)
            if !weightsAtEdge && (left < 0 || left >= length - 1) {
                left = left < 0 ? 0 : length - 1
                fraction = 0
            }
            let near = Swift.min(Swift.max(left, 0), length - 1) + origin
            let far = Swift.min(Swift.max(left + 1, 0), length - 1) + origin
            first[target] = Int32(Swift.min(Swift.max(near, 0), limit - 1))
            second[target] = Int32(Swift.min(Swift.max(far, 0), limit - 1))
            firstWeight[target] = Int32(((1 - fraction) * 2048).rounded(.toNearestOrEven))
            secondWeight[target] = Int32((fraction * 2048).rounded(.toNearestOrEven))
        }
    }
}

/// Resizes a rectangle of a luma plane to a fixed size: OpenCV's `resize(INTER_LINEAR)` on 8-bit pixels, bit for bit (half-pixel
/// centres, 11-bit weights, no low-pass before downscaling), because the first networks were trained with it and anything else
/// moves probabilities by up to 0.02. For a crop of exactly twice the size OpenCV takes the area mean instead: the same numbers.
final class BilinearResize {
    let width: Int
    let height: Int
    private let columns: ResizeAxis
    private let rows: ResizeAxis

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        columns = ResizeAxis(count: width)
        rows = ResizeAxis(count: height)
    }

    deinit {
        columns.free()
        rows.free()
    }

    /// Writes [height, width] values, byte · scale + offset. Where the rectangle reaches beyond the picture, edge pixels are replicated.
    /// - Precondition: rectangle and picture hold at least one pixel, and no coordinate is beyond ±2³⁰.
    func resize(_ rect: PixelRect, of picture: LumaView, scale: Float, offset: Float, into output: UnsafeMutablePointer<Float>) {
        columns.map(origin: rect.x, length: rect.width, limit: picture.width, weightsAtEdge: false)
        rows.map(origin: rect.y, length: rect.height, limit: picture.height, weightsAtEdge: true)
        for y in 0..<height {
            let upper = picture.base + Int(rows.first[y]) * picture.stride
            let lower = picture.base + Int(rows.second[y]) * picture.stride
            let upperWeight = rows.firstWeight[y]
            let lowerWeight = rows.secondWeight[y]
            let line = output + y * width
            for x in 0..<width {
                let left = Int(columns.first[x])
                let right = Int(columns.second[x])
                let leftWeight = columns.firstWeight[x]
                let rightWeight = columns.secondWeight[x]
                let above = Int32(upper[left]) &* leftWeight &+ Int32(upper[right]) &* rightWeight
                let below = Int32(lower[left]) &* leftWeight &+ Int32(lower[right]) &* rightWeight
                let byte = ((upperWeight &* (above >> 4)) >> 16 &+ (lowerWeight &* (below >> 4)) >> 16 &+ 2) >> 2
                line[x] = Float(byte) * scale + offset
            }
        }
    }
}
