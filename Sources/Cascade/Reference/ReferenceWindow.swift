/// One window of a picture, looked at by itself: for the few whose leaves add up so near to a threshold that whole units do not tell.
final class ReferenceWindow {
    private let cascade: ReferenceCascade
    private let sums: ReferenceSums
    private let width: Int
    private let height: Int

    init(_ cascade: HaarCascade) {
        width = cascade.windowWidth
        height = cascade.windowHeight
        sums = ReferenceSums(maximumWidth: width, maximumHeight: height)
        self.cascade = ReferenceCascade(cascade, sums.layout)
    }

    /// Whether the window whose first pixel is given, in rows `stride` pixels apart, passes a stage.
    func passes(_ stage: Int, _ pixels: UnsafePointer<UInt8>, stride: Int, _ normalisation: Float) -> Bool {
        sums.build(pixels, stride: stride, width: width, height: height)
        return cascade.passes(stage, sums.sums, normalisation)
    }
}
