/// A level's windows one after another: for cascades that vectors cannot evaluate, and as the reference for vectors.
final class ReferenceScan {
    private let cascade: ReferenceCascade
    private let sums: ReferenceSums

    init(_ cascade: HaarCascade, maximumWidth: Int, maximumHeight: Int) {
        sums = ReferenceSums(maximumWidth: maximumWidth, maximumHeight: maximumHeight)
        self.cascade = ReferenceCascade(cascade, sums.layout)
    }

    /// Calls `found` with x and y of the windows that pass all stages, row by row.
    /// - Parameter pixels: the scaled picture, rows without gaps.
    func scan(_ pixels: UnsafePointer<UInt8>, _ level: DetectionLevel, found: (Int, Int) -> Void) {
        sums.build(pixels, stride: level.width, width: level.width, height: level.height)
        for y in stride(from: 0, to: level.endY, by: level.step) {
            let row = sums.layout.place(x: 0, y: y)
            cascade.scan(sums.sums + row, sums.squares + row, columns: level.columns, step: level.step) { found($0 * level.step, y) }
        }
    }
}
