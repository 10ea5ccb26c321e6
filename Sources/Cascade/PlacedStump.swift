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

    init(_ rect: PixelRect, weight: Float = 1, _ layout: SumLayout) {
        func place(_ x: Int, _ y: Int) -> Int32 { Int32(layout.place(x: x, y: y)) }
        self.weight = weight
        wholeWeight = Int32(exactly: weight) ?? 0
        a = place(rect.x, rect.y)
        b = place(rect.x + rect.width, rect.y)
        c = place(rect.x, rect.y + rect.height)
        d = place(rect.x + rect.width, rect.y + rect.height)
    }

    /// From `StumpShape.layout` to another.
    init(_ rect: PlacedRect, in layout: SumLayout) {
        (weight, wholeWeight) = (rect.weight, rect.wholeWeight)
        a = layout.place(of: rect.a)
        b = layout.place(of: rect.b)
        c = layout.place(of: rect.c)
        d = layout.place(of: rect.d)
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

    init(_ stump: HaarCascade.Stump, _ feature: HaarCascade.Feature, _ layout: SumLayout) {
        first = PlacedRect(feature.rects.0, weight: feature.weights.0, layout)
        second = PlacedRect(feature.rects.1, weight: feature.weights.1, layout)
        third = PlacedRect(feature.rects.2, weight: feature.weights.2, layout)
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
