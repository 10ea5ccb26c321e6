import Tensor

/// The whole cascade for one layout of the integral image: what a scan reads.
final class PlacedCascade {
    let stumps: UnsafeMutablePointer<PlacedStump>
    let stages: [HaarCascade.Stage]
    /// Weights are whole numbers, as OpenCV's are, and so small that every feature stays below 2²²: Float arithmetic on them is
    /// then exact, and integers do the same.
    let isWhole: Bool
    /// The window without its outermost pixels: over it the variance is taken.
    let inner: PlacedRect
    let innerArea: Double

    init(_ cascade: HaarCascade, _ layout: SumLayout) {
        stages = cascade.stages
        stumps = .allocate(capacity: cascade.stumps.count)
        for (index, stump) in cascade.stumps.enumerated() {
            (stumps + index).initialize(to: PlacedStump(stump, cascade.features[stump.feature], layout))
        }
        isWhole = cascade.features.allSatisfy { feature in
            let terms = [(feature.rects.0, feature.weights.0), (feature.rects.1, feature.weights.1), (feature.rects.2, feature.weights.2)]
            let largest = terms.reduce(0) { $0 + abs($1.1) * 255 * Float($1.0.width * $1.0.height) }
            return largest < 0x1p22 && terms.allSatisfy { $0.1 == $0.1.rounded() }
        }
        let rect = PixelRect(x: 1, y: 1, width: cascade.windowWidth - 2, height: cascade.windowHeight - 2)
        inner = PlacedRect(rect, layout)
        innerArea = Double(rect.width * rect.height)
    }

    deinit { stumps.deallocate() }

    /// The stages as vectors evaluate them; the caller frees them.
    func stageTables() -> UnsafeBufferPointer<StageTable> {
        let tables = UnsafeMutableBufferPointer<StageTable>.allocate(capacity: stages.count)
        for (index, stage) in stages.enumerated() { tables.initializeElement(at: index, to: StageTable(stage, stumps)) }
        return UnsafeBufferPointer(tables)
    }
}
