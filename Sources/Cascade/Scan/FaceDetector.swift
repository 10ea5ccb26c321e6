import Tensor

/// Finds faces as OpenCV 4's `CascadeClassifier::detectMultiScale` does, bit for bit. Memory (about 8 bytes a pixel and 1.6 MB) is
/// allocated by the first picture and by any that is wider or higher than those before. Not for two threads at once.
public final class FaceDetector {
    private let cascade: HaarCascade
    private let scanner: FaceScanner

    /// Prepares the cascade's tables; one detector per thread.
    public init(cascade: HaarCascade) {
        self.cascade = cascade
        scanner = FaceScanner(cascade: cascade)
    }

    /// The windows that pass all stages, clipped to the picture: smallest size first, then row by row. None when the picture is smaller
    /// than the window.
    /// - Throws: `.outOfRange` for a parameter, an empty or a too large picture.
    public func candidates(in picture: LumaView, _ parameters: DetectionParameters) throws(ModelError) -> [PixelRect] {
        FaceSearch.candidates(try scan(picture, parameters), in: picture)
    }

    /// The faces: candidates grouped, then clipped to the picture, in the order of their first candidates.
    /// - Throws: `.outOfRange` for a parameter, an empty or a too large picture.
    public func detect(in picture: LumaView, _ parameters: DetectionParameters) throws(ModelError) -> [Face] {
        FaceSearch.faces(try scan(picture, parameters), parameters, in: picture)
    }

    /// Candidates before clipping, as they are grouped.
    private func scan(_ picture: LumaView, _ parameters: DetectionParameters) throws(ModelError) -> [PixelRect] {
        let search = try FaceSearch(cascade, picture, parameters)
        var found: [PixelRect] = []
        for piece in 0..<search.pieces { scanner.scan(piece, of: search, in: picture, into: &found) }
        return found
    }
}
