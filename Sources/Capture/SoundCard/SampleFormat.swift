import CALSA

/// How a sound device wants one sample, and one sample in that form.
enum SampleFormat: CaseIterable {
    // In the order in which they are asked for: best first, as they lie in memory here first.
    case float, int32, int24, packed24, int16
    case floatBigEndian, int32BigEndian, int24BigEndian, packed24BigEndian, int16BigEndian
    case unsigned8

    /// alsa-lib's name for it.
    var code: snd_pcm_format_t {
        switch self {
        case .float: SND_PCM_FORMAT_FLOAT_LE
        case .int32: SND_PCM_FORMAT_S32_LE
        case .int24: SND_PCM_FORMAT_S24_LE
        case .packed24: SND_PCM_FORMAT_S24_3LE
        case .int16: SND_PCM_FORMAT_S16_LE
        case .floatBigEndian: SND_PCM_FORMAT_FLOAT_BE
        case .int32BigEndian: SND_PCM_FORMAT_S32_BE
        case .int24BigEndian: SND_PCM_FORMAT_S24_BE
        case .packed24BigEndian: SND_PCM_FORMAT_S24_3BE
        case .int16BigEndian: SND_PCM_FORMAT_S16_BE
        case .unsigned8: SND_PCM_FORMAT_U8
        }
    }

    /// Bytes of a sample.
    var bytes: Int {
        switch self {
        case .float, .int32, .int24, .floatBigEndian, .int32BigEndian, .int24BigEndian: 4
        case .packed24, .packed24BigEndian: 3
        case .int16, .int16BigEndian: 2
        case .unsigned8: 1
        }
    }

    var isBigEndian: Bool {
        switch self {
        case .floatBigEndian, .int32BigEndian, .int24BigEndian, .packed24BigEndian, .int16BigEndian: true
        default: false
        }
    }

    /// Every byte of a silent sample.
    var silentByte: UInt8 { self == .unsigned8 ? 0x80 : 0 }

    /// The sample as a number whose low `bytes` bytes the device takes. Clips at full scale and rounds to nearest; NaN becomes
    /// the lowest.
    func bits(_ sample: Float) -> UInt32 {
        let bounded: Float = sample > -1 ? (sample < 1 ? sample : 1) : -1
        switch self {
        case .float, .floatBigEndian: return sample.bitPattern
        // The largest Float below 2³¹; the next one would overflow.
        case .int32, .int32BigEndian: return UInt32(bitPattern: Int32(bounded * 2_147_483_520))
        case .int24, .packed24, .int24BigEndian, .packed24BigEndian:
            // A Float has no bit left for the half.
            return UInt32(bitPattern: Int32((Double(bounded) * 8_388_607).rounded()))
        case .int16, .int16BigEndian: return UInt32(bitPattern: Int32((bounded * 32_767).rounded()))
        case .unsigned8: return UInt32(bitPattern: 128 + Int32((bounded * 127).rounded()))
        }
    }
}
