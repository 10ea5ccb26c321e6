import Tensor

/// What to search for; the names are OpenCV's.
public struct DetectionParameters: Equatable, Sendable {
    /// Ratio of each searched size to the one before. Above 1.
    public var scaleFactor: Double
    /// A face needs more than this many overlapping candidates; 0 returns the candidates themselves. Not negative.
    public var minNeighbors: Int
    /// Faces narrower or lower than this many pixels are not searched for; if nothing larger fits, the nearest size that fits is.
    /// Not negative.
    public var minSize: Int
    /// Faces wider or higher than this many pixels are not searched for either. At least 1.
    public var maxSize: Int

    /// Takes any numbers; a search checks them and throws `.outOfRange`.
    public init(scaleFactor: Double = 1.1, minNeighbors: Int = 5, minSize: Int = 30, maxSize: Int = .max) {
        self.scaleFactor = scaleFactor
        self.minNeighbors = minNeighbors
        self.minSize = minSize
        self.maxSize = maxSize
    }

    func check() throws(ModelError) {
        guard scaleFactor.isFinite, scaleFactor > 1 else {
            throw ModelError.detection("scale factor", "it is not a number above 1", next: "use 1.1, or 1.3 to be quicker")
        }
        guard minNeighbors >= 0 else {
            throw ModelError.detection("min neighbors \(minNeighbors)", "it is negative", next: "use 0 or more, usually 3 to 5")
        }
        guard 0...1 << 30 ~= minSize else {
            throw ModelError.detection(
                "min size \(minSize)", "it is negative or beyond all pictures", next: "use 0 or more pixels, usually 30")
        }
        guard maxSize >= 1 else {
            throw ModelError.detection("max size \(maxSize)", "it is below 1", next: "use 1 or more pixels, or leave it out")
        }
    }
}

/// A detected face.
public struct Face: Equatable, Sendable {
    /// Its box in the picture, in pixels.
    public let rect: PixelRect
    /// How many candidates agree on it: the detector's measure of confidence.
    public let neighbors: Int

    /// A face as given.
    public init(rect: PixelRect, neighbors: Int) {
        self.rect = rect
        self.neighbors = neighbors
    }
}

extension ModelError {
    /// A search with parameters or a picture out of range.
    static func detection(_ value: String, _ cause: String, next: String) -> ModelError {
        ModelError(.outOfRange, "detect faces", value, cause, next: next)
    }
}
