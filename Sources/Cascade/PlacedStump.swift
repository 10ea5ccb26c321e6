import Tensor

/// A rectangle's weight in a feature and its corners as distances from a window's own corner in an integral image:
/// sum = a − b − c + d.
struct PlacedRect {
    let a: Int32
    let b: Int32
    let c: Int32
    let d: Int32
    let weight: Float
    /// The weight, when it is a whole number.
    let wholeWeight: Int32

    init(_ rect: PixelRect, weight: Float = 1, rowStride: Int, split: Bool) {
        // At most 255 rows of about 2²⁰ numbers.
        func place(_ x: Int, _ y: Int) -> Int32 { Int32(IntegralImage.index(x: x, y: y, rowStride: rowStride, split: split)) }
        self.weight = weight
        wholeWeight = Int32(exactly: weight) ?? 0
        a = place(rect.x, rect.y)
        b = place(rect.x + rect.width, rect.y)
        c = place(rect.x, rect.y + rect.height)
        d = place(rect.x + rect.width, rect.y + rect.height)
    }

    @inline(__always)
    func sum(_ window: UnsafePointer<Int32>) -> Int32 { window[Int(a)] &- window[Int(b)] &- window[Int(c)] &+ window[Int(d)] }
}

/// A stump with its feature's rectangles, ready for one layout of the integral image.
struct PlacedStump {
    let first: PlacedRect
    let second: PlacedRect
    /// Weight 0: there is no third rectangle.
    let third: PlacedRect
    let threshold: Float
    let left: Float
    let right: Float

    init(_ stump: HaarCascade.Stump, _ feature: HaarCascade.Feature, rowStride: Int, split: Bool) {
        first = PlacedRect(feature.rects.0, weight: feature.weights.0, rowStride: rowStride, split: split)
        second = PlacedRect(feature.rects.1, weight: feature.weights.1, rowStride: rowStride, split: split)
        third = PlacedRect(feature.rects.2, weight: feature.weights.2, rowStride: rowStride, split: split)
        (threshold, left, right) = (stump.threshold, stump.left, stump.right)
    }

    /// OpenCV's arithmetic, operation by operation in Float, never fused.
    @inline(__always)
    func leaf(_ window: UnsafePointer<Int32>, _ normalisation: Float) -> Float {
        var value = first.weight * Float(first.sum(window)) + second.weight * Float(second.sum(window))
        if third.weight != 0 { value += third.weight * Float(third.sum(window)) }
        return value * normalisation < threshold ? left : right
    }
}

/// The whole cascade for one layout of the integral image: what a scan reads.
final class PlacedCascade {
    let stumps: UnsafeMutablePointer<PlacedStump>
    let stages: [HaarCascade.Stage]
    /// For each stage, how far a Float sum of its leaves may be from the exact one: n additions, each off by at most 2⁻²⁴ of
    /// the largest sum possible; doubled to be safe.
    let uncertainties: [Float]
    /// Weights are whole numbers, as OpenCV's are, and so small that every feature stays below 2²²: Float arithmetic on them is
    /// then exact, and integers do the same.
    let isWhole: Bool
    /// The window without its outermost pixels: over it the variance is taken.
    let inner: PlacedRect
    let innerArea: Double

    init(_ cascade: HaarCascade, rowStride: Int, split: Bool) {
        stages = cascade.stages
        stumps = .allocate(capacity: cascade.stumps.count)
        for (index, stump) in cascade.stumps.enumerated() {
            (stumps + index).initialize(to: PlacedStump(stump, cascade.features[stump.feature], rowStride: rowStride, split: split))
        }
        uncertainties = cascade.stages.map { stage in
            var largest = abs(stage.threshold)
            for stump in cascade.stumps[stage.firstStump..<stage.firstStump + stage.stumpCount] {
                largest += Swift.max(abs(stump.left), abs(stump.right))
            }
            return largest * Float(stage.stumpCount + 2) * 0x1p-23
        }
        isWhole = cascade.features.allSatisfy { feature in
            let terms = [(feature.rects.0, feature.weights.0), (feature.rects.1, feature.weights.1), (feature.rects.2, feature.weights.2)]
            let largest = terms.reduce(0) { $0 + abs($1.1) * 255 * Float($1.0.width * $1.0.height) }
            return largest < 0x1p22 && terms.allSatisfy { $0.1 == $0.1.rounded() }
        }
        let rect = PixelRect(x: 1, y: 1, width: cascade.windowWidth - 2, height: cascade.windowHeight - 2)
        inner = PlacedRect(rect, rowStride: rowStride, split: split)
        innerArea = Double(rect.width * rect.height)
    }

    deinit { stumps.deallocate() }
}
