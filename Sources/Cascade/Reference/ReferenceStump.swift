import Tensor

/// A stump with its feature's rectangles, placed in one layout of an integral image.
struct ReferenceStump {
    let rects: (PlacedRect, PlacedRect, PlacedRect)
    /// The third is 0 where there is no third rectangle.
    let weights: (Float, Float, Float)
    let threshold: Float
    let left: Float
    let right: Float

    init(_ stump: HaarCascade.Stump, _ feature: HaarCascade.Feature, _ layout: SumLayout) {
        let all = feature.rects
        rects = (PlacedRect(all.0, layout), PlacedRect(all.1, layout), PlacedRect(all.2, layout))
        weights = feature.weights
        (threshold, left, right) = (stump.threshold, stump.left, stump.right)
    }

    /// OpenCV's arithmetic, operation by operation in Float, never fused.
    @inline(__always)
    func leaf(_ window: UnsafePointer<Int32>, _ normalisation: Float) -> Float {
        var value = weights.0 * Float(rects.0.sum(window)) + weights.1 * Float(rects.1.sum(window))
        if weights.2 != 0 { value += weights.2 * Float(rects.2.sum(window)) }
        return value * normalisation < threshold ? left : right
    }
}
