/// One window after the other, as OpenCV's loop says: what the vectors are compared with, and what they ask about a single window.
extension PlacedCascade {
    /// 1 / √(area · Σx² − (Σx)²) over the window without its border, or 0 when it is too flat to be looked at.
    func normalisation(_ sums: UnsafePointer<Int32>, _ squares: UnsafePointer<Int32>) -> Float {
        let sum = Double(inner.sum(sums))
        let spread = innerArea * Double(UInt32(bitPattern: inner.sum(squares))) - sum * sum
        guard spread > 0 else { return 0 }
        let normalisation = Float(1 / spread.squareRoot())
        return innerArea * Double(normalisation) < 0.1 ? normalisation : 0
    }

    /// Whether a window passes one stage; its leaves are summed in Double.
    func passes(_ stage: Int, _ window: UnsafePointer<Int32>, _ normalisation: Float) -> Bool {
        let stage = stages[stage]
        var sum = 0.0
        for index in stage.firstStump..<stage.firstStump + stage.stumpCount { sum += Double(stumps[index].leaf(window, normalisation)) }
        return sum >= Double(stage.threshold)
    }

    /// Whether a window passes all stages from `first` on.
    func passesAll(from first: Int, _ window: UnsafePointer<Int32>, _ normalisation: Float) -> Bool {
        for stage in first..<stages.count where !passes(stage, window, normalisation) { return false }
        return true
    }

    /// The numbers of the windows of one row that pass, left to right. A window that fails at stage 0 makes the next one be skipped; one
    /// that is too flat does not.
    func scanReference(
        _ sums: UnsafePointer<Int32>, _ squares: UnsafePointer<Int32>, columns: Int, found: (Int) -> Void
    ) {
        var column = 0
        while column < columns {
            let normalisation = normalisation(sums + column, squares + column)
            if normalisation > 0 {
                if !passes(0, sums + column, normalisation) {
                    column += 1
                } else if passesAll(from: 1, sums + column, normalisation) {
                    found(column)
                }
            }
            column += 1
        }
    }
}
