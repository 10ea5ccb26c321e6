import Tensor

/// One way of preparing a whole picture for a search. What the cascade then answers is exact for the prepared picture.
struct SearchView: Equatable {
    /// What the prepared picture is searched for.
    enum Sought { case faces, profiles, mirroredProfiles }

    var sought = Sought.faces
    /// How far the faces looked for are turned, clockwise: the picture is turned back by as much.
    var degrees = 0.0
    /// Edge pixels repeated around the picture, as a share of its longer side.
    var border = 0.0
    /// Contrast is evened out (`LocalContrast`).
    var isEvened = false
    /// Larger pictures are reduced to about this many pixels.
    var pixels = SearchView.room
    /// Overrides of the search's own numbers.
    var scaleFactor: Double?
    var minNeighbors: Int?
    var minSize: Int?

    /// Enough to see across a room. A picture below twice as many pixels is searched as it is.
    static let room = 640 * 480
    /// Enough for a tenth of the picture's width: what is tried only when nobody is found must cost little.
    private static let near = 320 * 240
    private static let close = 160 * 120

    static let upright = SearchView()
    /// Every pixel of a picture, however many.
    static let whole = SearchView(pixels: .max)

    /// What is tried in turn while nobody is found, the likeliest first: heads tilted by up to 50° (the cascade itself bears 10 to 15°),
    /// faces that reach beyond the picture, half-lit ones, profiles (before the wider tilts, which mistake a neck for a face), and a
    /// camera on its side. Twice as coarse in size as the upright search; finds are confirmed nearby at full precision.
    static let widened: [SearchView] = [
        turned(20), turned(-20), SearchView(border: 0.2, pixels: close, scaleFactor: 1.1, minNeighbors: 4, minSize: 40),
        SearchView(isEvened: true, pixels: near, scaleFactor: 1.1, minNeighbors: 4),
    ] + profiles + [turned(40), turned(-40), turned(90), turned(-90)]

    /// Heads turned to either side. Nothing confirms these, so they are searched for as finely as an upright face.
    static let profiles = [Sought.profiles, .mirroredProfiles].map {
        SearchView(sought: $0, pixels: near, scaleFactor: 1.1, minNeighbors: 4, minSize: 36)
    }

    /// Faces too small for `upright`, in pictures that it reduces.
    static func small(in picture: LumaView) -> SearchView? {
        let step = upright.step(for: picture)
        return step > 1 ? SearchView(pixels: .max, scaleFactor: 1.2, minSize: 36) : nil
    }

    private static func turned(_ degrees: Double) -> SearchView {
        SearchView(degrees: degrees, pixels: near, scaleFactor: 1.2, minNeighbors: 3)
    }

    /// Pixels of the picture, in x and in y, for each of the prepared one.
    func step(for picture: LumaView) -> Double {
        let (width, height) = (Double(picture.width), Double(picture.height))
        // A long strip grows by far when it is turned.
        let side = degrees == 0 ? 0 : Swift.max(width, height) / 2
        let area = Swift.max(width * height, side * side)
        guard area >= 2 * Double(pixels) else { return 1 }
        if pixels < SearchView.room { return (area / Double(pixels)).squareRoot() }
        var step = 2.0
        while area >= 2 * Double(pixels) * step * step { step *= 2 }
        return step
    }

    func parameters(_ usual: DetectionParameters, for picture: LumaView) -> DetectionParameters {
        var parameters = usual
        if let scaleFactor { parameters.scaleFactor = scaleFactor }
        if let minNeighbors { parameters.minNeighbors = minNeighbors }
        if let minSize {
            parameters.minSize = minSize
            // The small ones only.
            if pixels == .max { parameters.maxSize = Int(Double(usual.minSize) * SearchView.upright.step(for: picture)) }
        }
        return parameters
    }
}
