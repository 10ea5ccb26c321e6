/// Contrast-limited adaptive histogram equalisation (Zuiderveld 1994): every part of a picture is given contrast of its own, so that a
/// face lit from one side, or before a window, looks lit evenly. Memory is allocated once.
public final class LocalContrast {
    /// How many times as steep as an even one a histogram's curve may become: flat parts would otherwise be filled with noise.
    private static let limit = 4
    private let tiles: Int
    private let curves: UnsafeMutablePointer<Float>
    private let counts: UnsafeMutablePointer<Int32>

    /// - Parameter tiles: histograms in x, and in y. At least 1; a tile should be about half as wide as a face.
    public init(tiles: Int) {
        self.tiles = tiles
        curves = .allocate(capacity: tiles * tiles * 256)
        curves.initialize(repeating: 0, count: tiles * tiles * 256)
        counts = .allocate(capacity: 256)
        counts.initialize(repeating: 0, count: 256)
    }

    deinit {
        curves.deallocate()
        counts.deallocate()
    }

    /// Evens `pixels`, rows without gaps, in place.
    public func even(_ pixels: UnsafeMutablePointer<UInt8>, width: Int, height: Int) {
        guard width >= tiles, height >= tiles else { return }
        for row in 0..<tiles {
            for column in 0..<tiles {
                learn(
                    pixels, width, columns: column * width / tiles..<(column + 1) * width / tiles,
                    rows: row * height / tiles..<(row + 1) * height / tiles, into: curves + (row * tiles + column) * 256)
            }
        }
        for y in 0..<height {
            let (upper, lower, down) = place(y, of: height)
            for x in 0..<width {
                let (left, right, across) = place(x, of: width)
                let luma = Int(pixels[y * width + x])
                func curve(_ row: Int, _ column: Int) -> Float { curves[(row * tiles + column) * 256 + luma] }
                let above = curve(upper, left) * (1 - across) + curve(upper, right) * across
                let below = curve(lower, left) * (1 - across) + curve(lower, right) * across
                pixels[y * width + x] = UInt8(above * (1 - down) + below * down + 0.5)
            }
        }
    }

    /// The two tiles between whose centres a pixel lies, and the weight of the second.
    private func place(_ index: Int, of length: Int) -> (Int, Int, Float) {
        let position = Swift.min(Swift.max((Float(index) + 0.5) * Float(tiles) / Float(length) - 0.5, 0), Float(tiles - 1))
        let first = Int(position)
        return (first, Swift.min(first + 1, tiles - 1), position - Float(first))
    }

    private func learn(
        _ pixels: UnsafeMutablePointer<UInt8>, _ width: Int, columns: Range<Int>, rows: Range<Int>, into curve: UnsafeMutablePointer<Float>
    ) {
        counts.update(repeating: 0, count: 256)
        for y in rows {
            for x in columns { counts[Int(pixels[y * width + x])] += 1 }
        }
        let area = columns.count * rows.count
        let most = Int32(Swift.max(LocalContrast.limit * area / 256, 1))
        var excess: Int32 = 0
        for luma in 0..<256 where counts[luma] > most {
            excess += counts[luma] - most
            counts[luma] = most
        }
        // What was cut off is given to all.
        let share = Float(excess) / 256
        var sum: Float = 0
        for luma in 0..<256 {
            sum += Float(counts[luma]) + share
            curve[luma] = Swift.min(sum * 255 / Float(area), 255)
        }
    }
}
