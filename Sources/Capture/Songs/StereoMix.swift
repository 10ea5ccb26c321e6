/// Any number of channels to stereo: left and right as they are, centre and surrounds at −3 dB, the low-frequency channel left out;
/// then all together so much lower that nothing can clip. The same for every format.
struct StereoMix {
    let left: [Float]
    let right: [Float]
    var channels: Int { left.count }

    /// - Parameter places: of each channel, a bit of WAVEFORMATEXTENSIBLE's mask; others are left out.
    init(places: [Int]) {
        let gains = places.map { StereoMix.gains(of: $0) }
        let sum = max(1, gains.reduce(0) { $0 + $1.0 }, gains.reduce(0) { $0 + $1.1 })
        left = gains.map { $0.0 / sum }
        right = gains.map { $0.1 / sum }
    }

    private static func gains(of place: Int) -> (Float, Float) {
        let centre: Float = 0.707_106_77
        switch place {
        case 0, 6: return (1, 0)
        case 1, 7: return (0, 1)
        case 2: return (centre, centre)
        case 4, 9, 12, 15: return (centre, 0)
        case 5, 10, 14, 17: return (0, centre)
        case 8, 11, 13, 16: return (0.5, 0.5)
        default: return (0, 0)
        }
    }

    /// By a mask of WAVEFORMATEXTENSIBLE: channels come in the order of its bits. 0 means the usual places.
    init(mask: Int, channels: Int) {
        self.init(places: StereoMix.places(mask: mask, channels: channels))
    }

    static func places(mask: Int, channels: Int) -> [Int] {
        let places = (0..<18).filter { mask >> $0 & 1 == 1 }
        return places.count >= channels ? Array(places.prefix(channels)) : usual(channels)
    }

    /// In the order of WAV and FLAC (RFC 9639, 9.1.3).
    static func usual(_ channels: Int) -> [Int] {
        let orders = [[0, 1, 2], [0, 1, 4, 5], [0, 1, 2, 4, 5], [0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 8, 9, 10], [0, 1, 2, 3, 4, 5, 9, 10]]
        // Without names for their places, all others are heard alike.
        return (3...8).contains(channels) ? orders[channels - 3] : Array(repeating: 8, count: channels)
    }

    /// In the order of Vorbis and Opus (Vorbis I specification, 4.3.9).
    static func vorbis(_ channels: Int) -> [Int] {
        let orders = [[0, 2, 1], [0, 1, 4, 5], [0, 2, 1, 4, 5], [0, 2, 1, 4, 5, 3], [0, 2, 1, 9, 10, 8, 3], [0, 2, 1, 9, 10, 4, 5, 3]]
        return (3...8).contains(channels) ? orders[channels - 3] : Array(repeating: 8, count: channels)
    }

    /// Mixes `frames` interleaved frames; `target` has room for two channels.
    func mix(_ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, frames: Int) {
        for frame in 0..<frames {
            var (l, r): (Float, Float) = (0, 0)
            for channel in 0..<channels {
                l += left[channel] * source[frame * channels + channel]
                r += right[channel] * source[frame * channels + channel]
            }
            target[2 * frame] = l
            target[2 * frame + 1] = r
        }
    }
}
