/// A single window of a picture: for the few whose leaves sum to so near a threshold that fixed point cannot decide.
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

    /// Whether the window that begins at `pixels`, with rows `stride` pixels apart, passes a stage.
    func passes(_ stage: Int, _ pixels: UnsafePointer<UInt8>, stride: Int, _ normalisation: Float) -> Bool {
        sums.build(pixels, stride: stride, width: width, height: height)
        return cascade.passes(stage, sums.sums, normalisation)
    }
}
