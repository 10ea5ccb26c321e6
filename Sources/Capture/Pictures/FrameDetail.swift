/// How much detail of a moving picture is wanted. Still pictures always come in full.
public enum FrameDetail: Sendable {
    /// Every pixel.
    case full
    /// Enough to read faces across a room: pictures of twice 1920×1080 pixels or more are halved in width and height until they are
    /// smaller, three times at most. 3840×2160 becomes 1920×1080. Raw pictures become exact box averages; JPEGs are decoded at the
    /// smaller size, which takes a fraction of the time. (Faces are looked for in smaller pictures still, but read from these.)
    case faces

    /// 1, 2, 4 or 8: how many pixels in x, and in y, become one.
    func reduction(width: Int, height: Int) -> Int {
        guard self == .faces else { return 1 }
        var reduction = 1
        while reduction < 8, width * height >= 2 * 1920 * 1080 * reduction * reduction { reduction *= 2 }
        // A strip of a few rows may have many pixels; it keeps at least one row.
        while reduction > min(width, height) { reduction /= 2 }
        return reduction
    }
}
