/// How much of a moving picture is wanted. Still pictures always come whole.
public enum FrameDetail: Sendable {
    /// Every pixel.
    case full
    /// What it takes to find and read faces across a room: pictures that hold twice 640×480 pixels or more are halved in width
    /// and height until they hold less, three times at most. 1920×1080 becomes 960×540, 1280×720 becomes 640×360. Raw pictures
    /// become exact averages of boxes; JPEGs are decoded at the smaller size, which takes a fraction of the time.
    case faces

    /// 1, 2, 4 or 8: pixels of the picture, in x and in y, that become one.
    func reduction(width: Int, height: Int) -> Int {
        guard self == .faces else { return 1 }
        var reduction = 1
        while reduction < 8, width * height >= 2 * 640 * 480 * reduction * reduction { reduction *= 2 }
        // A strip of a few rows may be large too; it keeps its last one.
        while reduction > min(width, height) { reduction /= 2 }
        return reduction
    }
}
