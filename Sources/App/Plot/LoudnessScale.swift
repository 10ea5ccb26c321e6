/// Colours from silence (0, almost the page's white) to loud. Lightness falls evenly, so that equal steps in decibels look equal.
enum LoudnessScale {
    /// Steps of about a decibel; more would be invisible and make the picture larger.
    static let steps = 64

    /// 0xRRGGBB of every step.
    static let palette: [UInt32] = (0..<steps).map { step in
        let place = Double(step) / Double(steps - 1) * Double(anchors.count - 1)
        let lower = min(Int(place), anchors.count - 2)
        return mixed(anchors[lower], anchors[lower + 1], share: place - Double(lower))
    }

    private static let anchors: [UInt32] = [
        0xFBFAF5, 0xECE4C9, 0xE5C795, 0xDDA172, 0xCB7763, 0xAA5265, 0x7F3868, 0x50265C, 0x221639,
    ]

    /// - Parameter share: 0 (silence) … 1 (loud), clipped.
    static func step(_ share: Double) -> UInt8 { UInt8((min(1, max(0, share)) * Double(steps - 1)).rounded()) }

    private static func mixed(_ from: UInt32, _ to: UInt32, share: Double) -> UInt32 {
        [16, 8, 0].reduce(0) { colour, shift in
            let (low, high) = (Double(from >> shift & 255), Double(to >> shift & 255))
            return colour | UInt32((low + (high - low) * share).rounded()) << shift
        }
    }
}
