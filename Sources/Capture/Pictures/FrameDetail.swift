/// How much detail of a moving picture is wanted. Still pictures always come in full.
public enum FrameDetail: Sendable {
    /// Every pixel.
    case full
    /// Enough to find and read faces across a room: pictures of twice 640×480 pixels or more are halved in width and height until
    /// they are smaller, three times at most. 1920×1080 becomes 960×540, 1280×720 becomes 640×360. Raw pictures become exact box
    /// averages; JPEGs are decoded at the smaller size, which takes a fraction of the time.
    case faces

    /// 1, 2, 4 or 8: how many pixels in x, and in y, become one.
    func reduction(width: Int, height: Int) -> Int {
        guard self == .faces else { return 1 }
        var reduction = 1
        while reduction < 8, width * height >= 2 * 640 * 480 * reduction * reduction { reduction *= 2 }
        // A strip of a few rows may have many pixels; it keeps at least one row.
        while reduction > min(width, height) { reduction /= 2 }
        return reduction
    }
}
