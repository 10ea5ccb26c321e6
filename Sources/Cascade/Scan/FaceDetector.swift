import Tensor

/// Finds faces as OpenCV 4's `CascadeClassifier::detectMultiScale` does, bit for bit. Memory (about 8 bytes a pixel and
/// 1.6 megabytes) is taken anew when a picture is wider or higher than the one it was taken for; not for two threads at once.
public final class FaceDetector {
    private let cascade: HaarCascade
    private let scanner: FaceScanner

    public init(cascade: HaarCascade) {
        self.cascade = cascade
        scanner = FaceScanner(cascade: cascade)
    }

    /// The windows that pass all stages, clipped to the picture: smallest size first, then row by row. A picture smaller than the
    /// window has none.
    public func candidates(in picture: LumaView, _ parameters: DetectionParameters) throws(ModelError) -> [PixelRect] {
        FaceSearch.candidates(try scan(picture, parameters), in: picture)
    }

    /// The faces: candidates grouped, then clipped to the picture.
    public func detect(in picture: LumaView, _ parameters: DetectionParameters) throws(ModelError) -> [Face] {
        FaceSearch.faces(try scan(picture, parameters), parameters, in: picture)
    }

    /// Candidates as the grouping wants them: not yet clipped.
    private func scan(_ picture: LumaView, _ parameters: DetectionParameters) throws(ModelError) -> [PixelRect] {
        let search = try FaceSearch(cascade, picture, parameters)
        var found: [PixelRect] = []
        for piece in 0..<search.pieces { scanner.scan(piece, of: search, in: picture, into: &found) }
        return found
    }
}
