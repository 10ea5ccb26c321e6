import Tensor

/// The stages in the form that vectors evaluate, made once per cascade; a scan places them in the layout of its integral image.
final class CascadeTables {
    let cascade: HaarCascade
    /// Whether all feature values are integers that Float represents. Otherwise windows are evaluated one by one.
    let isWhole: Bool
    private let stages: UnsafeBufferPointer<StageTable>

    init(_ cascade: HaarCascade) {
        self.cascade = cascade
        isWhole = cascade.features.allSatisfy { $0.isWhole }
        let tables = UnsafeMutableBufferPointer<StageTable>.allocate(capacity: cascade.stages.count)
        for (index, stage) in cascade.stages.enumerated() { tables.initializeElement(at: index, to: StageTable(stage, of: cascade)) }
        stages = UnsafeBufferPointer(tables)
    }

    deinit { Self.free(stages) }

    /// The stages with their corners placed in an integral image; release them with `free`.
    func placed(_ layout: SumLayout) -> UnsafeBufferPointer<StageTable> {
        let tables = UnsafeMutableBufferPointer<StageTable>.allocate(capacity: stages.count)
        for (index, table) in stages.enumerated() { tables.initializeElement(at: index, to: StageTable(table, in: layout)) }
        return UnsafeBufferPointer(tables)
    }

    static func free(_ stages: UnsafeBufferPointer<StageTable>) {
        for stage in stages { stage.deallocate() }
        stages.deallocate()
    }
}
