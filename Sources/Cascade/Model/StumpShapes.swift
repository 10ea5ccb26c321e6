import Tensor

/// A feature's corner in an integral image, as an offset from the window's corner, and its multiplicity.
typealias Corner = (place: Int32, weight: Int32)

/// Two adjacent halves, one minus the other: 2 · (a − b) + c + d − e − f.
struct EdgeStump {
    let a, b, c, d, e, f: Int32
    let threshold: Float
    /// What a value below the threshold adds to the stage's sum, which starts from `StageTable.base`.
    let gain: Int32

    func placed(_ layout: SumLayout) -> Self {
        func place(_ corner: Int32) -> Int32 { layout.place(of: corner) }
        return Self(a: place(a), b: place(b), c: place(c), d: place(d), e: place(e), f: place(f), threshold: threshold, gain: gain)
    }
}

/// The middle third against the whole: 3 · (a + b − c − d) + e + f − g − h.
struct LineStump {
    let a, b, c, d, e, f, g, h: Int32
    let threshold: Float
    let gain: Int32

    func placed(_ layout: SumLayout) -> Self {
        func place(_ corner: Int32) -> Int32 { layout.place(of: corner) }
        return Self(
            a: place(a), b: place(b), c: place(c), d: place(d), e: place(e), f: place(f), g: place(g), h: place(h),
            threshold: threshold, gain: gain)
    }
}

/// Quarters, crosswise: 2 · (2 · centre − a − b − c − d) + e + f + g + h.
struct GridStump {
    let centre, a, b, c, d, e, f, g, h: Int32
    let threshold: Float
    let gain: Int32

    func placed(_ layout: SumLayout) -> Self {
        func place(_ corner: Int32) -> Int32 { layout.place(of: corner) }
        return Self(
            centre: place(centre), a: place(a), b: place(b), c: place(c), d: place(d), e: place(e), f: place(f), g: place(g), h: place(h),
            threshold: threshold, gain: gain)
    }
}

/// A feature whose value does not fit a signed 16-bit integer: the weighted sum of rectangles, each of which fits an unsigned one.
struct WideStump {
    /// Pieces of the stage: first ..< end.
    let first, end: Int32
    let threshold: Float
    let gain: Int32
}

/// A rectangle of a wide stump: weight · (a − b − c + d).
struct WidePiece {
    /// The most pixels whose sum stays below 2¹⁶: 257 · 255.
    static let pixels = 257

    let a, b, c, d: Int32
    let weight: Float

    func placed(_ layout: SumLayout) -> Self {
        func place(_ corner: Int32) -> Int32 { layout.place(of: corner) }
        return Self(a: place(a), b: place(b), c: place(c), d: place(d), weight: weight)
    }
}

/// Within a feature rectangles share corners, which are loaded once: 6, 8 or 9 loads instead of 8 or 12.
enum StumpShape {
    case edge(EdgeStump)
    case line(LineStump)
    case grid(GridStump)
    /// A grid with all signs inverted.
    case negatedGrid(GridStump)
    /// None of these, or too large for 16 bits: its pieces.
    case wide([WidePiece], threshold: Float, gain: Int32)

    /// A provisional layout, used before an integral image's is known: a corner's offset encodes its x and y.
    static var layout: SumLayout { SumLayout(rowStride: 256) }

    /// The gain is the leaf below the threshold minus the other one, in units.
    init(_ stump: HaarCascade.Stump, _ feature: HaarCascade.Feature, _ units: Double) {
        let corners = Self.corners(feature)
        func places(_ weight: Int32) -> [Int32] { corners.filter { $0.weight == weight }.map { $0.place } }
        let fits = feature.fitsSixteenBits
        func has(_ pattern: [(Int32, Int)]) -> Bool {
            fits && corners.count == pattern.reduce(0) { $0 + $1.1 }
                && pattern.allSatisfy { places($0.0).count == $0.1 }
        }
        let threshold = stump.threshold
        let gain = Int32(((Double(stump.left) - Double(stump.right)) * units).rounded())
        func grid(_ sign: Int32) -> GridStump {
            let (middle, sides, ends) = (places(4 * sign), places(-2 * sign), places(sign))
            return GridStump(
                centre: middle[0], a: sides[0], b: sides[1], c: sides[2], d: sides[3], e: ends[0], f: ends[1], g: ends[2], h: ends[3],
                threshold: threshold, gain: gain)
        }
        if has([(2, 1), (-2, 1), (1, 2), (-1, 2)]) {
            let (plus, minus) = (places(1), places(-1))
            self = .edge(
                EdgeStump(
                    a: places(2)[0], b: places(-2)[0], c: plus[0], d: plus[1], e: minus[0], f: minus[1], threshold: threshold, gain: gain))
        } else if has([(3, 2), (-3, 2), (1, 2), (-1, 2)]) {
            let (plus, minus, high, low) = (places(1), places(-1), places(3), places(-3))
            self = .line(
                LineStump(
                    a: high[0], b: high[1], c: low[0], d: low[1], e: plus[0], f: plus[1], g: minus[0], h: minus[1],
                    threshold: threshold, gain: gain))
        } else if has([(4, 1), (-2, 4), (1, 4)]) {
            self = .grid(grid(1))
        } else if has([(-4, 1), (2, 4), (-1, 4)]) {
            self = .negatedGrid(grid(-1))
        } else {
            let pieces = feature.parts.flatMap { part in
                part.rect.pieces(pixels: WidePiece.pixels).map { piece in
                    let rect = PlacedRect(piece, Self.layout)
                    return WidePiece(a: rect.a, b: rect.b, c: rect.c, d: rect.d, weight: part.weight)
                }
            }
            self = .wide(pieces, threshold: threshold, gain: gain)
        }
    }

    /// Each corner once, with the sum of its weights; those that cancel are dropped.
    private static func corners(_ feature: HaarCascade.Feature) -> [Corner] {
        var corners: [Corner] = []
        for part in feature.parts {
            let rect = PlacedRect(part.rect, Self.layout)
            let weight = Int32(exactly: part.weight) ?? 0
            for (place, weight) in [(rect.a, weight), (rect.b, 0 &- weight), (rect.c, 0 &- weight), (rect.d, weight)] {
                if let index = corners.firstIndex(where: { $0.place == place }) {
                    corners[index].weight &+= weight
                } else {
                    corners.append((place, weight))
                }
            }
        }
        return corners.filter { $0.weight != 0 }
    }
}
