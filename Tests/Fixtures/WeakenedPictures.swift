extension GreyFilmFrame {
    /// This frame and another one of its size, laid over each other: `share` of this one.
    public func blended(with other: GreyFilmFrame, share: Double) -> GreyFilmFrame {
        let weight = Int((share * 256).rounded())
        var frame = self
        for index in pixels.indices {
            frame.pixels[index] = UInt8((Int(pixels[index]) * weight + Int(other.pixels[index]) * (256 - weight) + 128) >> 8)
        }
        return frame
    }
}
