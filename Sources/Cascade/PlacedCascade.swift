import Tensor

/// The whole cascade for one layout of the integral image, as the scan of single windows reads it.
final class PlacedCascade {
    let stumps: UnsafeMutablePointer<PlacedStump>
    let stages: [HaarCascade.Stage]
    /// The window without its outermost pixels: over it the variance is taken.
    let inner: PlacedRect
    let innerArea: Double

    init(_ cascade: HaarCascade, _ layout: SumLayout) {
        stages = cascade.stages
        stumps = .allocate(capacity: cascade.stumps.count)
        for (index, stump) in cascade.stumps.enumerated() {
            (stumps + index).initialize(to: PlacedStump(stump, cascade.features[stump.feature], layout))
        }
        let rect = PixelRect(x: 1, y: 1, width: cascade.windowWidth - 2, height: cascade.windowHeight - 2)
        inner = PlacedRect(rect, layout)
        innerArea = Double(rect.width * rect.height)
    }

    deinit { stumps.deallocate() }
}
