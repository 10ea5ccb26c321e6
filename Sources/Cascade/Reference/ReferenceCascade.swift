import Tensor

/// The cascade as OpenCV's loop runs it, one window after another: the reference for the vectors, the judge of windows that they
/// cannot decide, and the fallback when weights are not integers.
final class ReferenceCascade {
    private let stumps: UnsafeMutablePointer<ReferenceStump>
    private let stages: [HaarCascade.Stage]
    private let inner: PlacedRect
    private let innerArea: Double

    init(_ cascade: HaarCascade, _ layout: SumLayout) {
        stages = cascade.stages
        stumps = .allocate(capacity: cascade.stumps.count)
        for (index, stump) in cascade.stumps.enumerated() {
            (stumps + index).initialize(to: ReferenceStump(stump, cascade.features[stump.feature], layout))
        }
        let rect = PixelRect(x: 1, y: 1, width: cascade.windowWidth - 2, height: cascade.windowHeight - 2)
        inner = PlacedRect(rect, layout)
        innerArea = Double(rect.width * rect.height)
    }

    deinit { stumps.deallocate() }

    /// 1 / √(area · Σx² − (Σx)²) over the window without its border, or 0 when it is too flat to be evaluated.
    func normalisation(_ sums: UnsafePointer<Int32>, _ squares: UnsafePointer<Int32>) -> Float {
        RowNormalisation.single(
            sum: Double(inner.sum(sums)), squares: Double(UInt32(bitPattern: inner.sum(squares))), area: innerArea)
    }

    /// Whether a window passes one stage; its leaves are summed in Double.
    func passes(_ stage: Int, _ window: UnsafePointer<Int32>, _ normalisation: Float) -> Bool {
        let stage = stages[stage]
        var sum = 0.0
        for index in stage.firstStump..<stage.firstStump + stage.stumpCount { sum += Double(stumps[index].leaf(window, normalisation)) }
        return sum >= Double(stage.threshold)
    }

    /// The indices of the windows of a row that pass, left to right. A window that fails at stage 0 causes the next one to be skipped;
    /// one that is too flat does not.
    func scan(
        _ sums: UnsafePointer<Int32>, _ squares: UnsafePointer<Int32>, columns: Int, step: Int, found: (Int) -> Void
    ) {
        var column = 0
        while column < columns {
            let (sums, squares) = (sums + column * step, squares + column * step)
            let normalisation = normalisation(sums, squares)
            if normalisation > 0 {
                if !passes(0, sums, normalisation) {
                    column += 1
                } else if (1..<stages.count).allSatisfy({ passes($0, sums, normalisation) }) {
                    found(column)
                }
            }
            column += 1
        }
    }
}
