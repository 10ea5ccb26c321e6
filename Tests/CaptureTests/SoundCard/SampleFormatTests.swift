import CALSA
import Fixtures
import Testing

@testable import Capture

@Suite struct SampleFormatTests {
    private static let samples: [Float] = [
        0, 1, -1, 0.5, -0.5, 2, -2, .infinity, -.infinity, .nan, 1e-9, 0.25, -0.75, 1.0 / 32767, 1.0 / 8_388_607, 0.999_999_94,
    ]

    /// The bytes of a sample, written down plainly: scaled in Double, the sign kept, least significant byte first.
    private func reference(_ sample: Float, _ format: SampleFormat) -> [UInt8] {
        let value = sample.isNaN ? -1 : max(-1, min(1, Double(sample)))
        func low(_ number: Int64, _ bytes: Int) -> [UInt8] { (0..<bytes).map { UInt8(truncatingIfNeeded: number >> (8 * Int64($0))) } }
        switch format {
        case .float: return low(Int64(sample.bitPattern), 4)
        case .floatBigEndian: return low(Int64(sample.bitPattern), 4).reversed()
        case .int32: return low(Int64((Float(value) * 2_147_483_520)), 4)
        case .int32BigEndian: return reference(sample, .int32).reversed()
        case .int24: return low(Int64((value * 8_388_607).rounded()), 4)
        case .int24BigEndian: return reference(sample, .int24).reversed()
        case .packed24: return Array(reference(sample, .int24).prefix(3))
        case .packed24BigEndian: return reference(sample, .packed24).reversed()
        case .int16: return low(Int64((value * 32_767).rounded()), 2)
        case .int16BigEndian: return reference(sample, .int16).reversed()
        case .unsigned8: return [UInt8(128 + (value * 127).rounded())]
        }
    }

    @Test(arguments: SampleFormat.allCases, [(2, 0, 1), (1, 0, 0), (4, 2, 3), (6, 1, 0), (8, 7, 3), (3, 2, 2)])
    func everyByteOfEveryFormatIsRight(format: SampleFormat, device: (channels: Int, left: Int, right: Int)) {
        var random = SeededNumbers(seed: 3)
        var stereo = Self.samples + Self.samples.reversed()
        while stereo.count < 400 { stereo.append(Float.random(in: -1.1...1.1, using: &random)) }
        let frames = SoundCardFrames(format, channels: device.channels, places: (device.left, device.right))
        let bytes = frames.convert(stereo, frames: 200)
        #expect(frames.frameBytes == format.bytes * device.channels)
        var wrong = 0
        for frame in 0..<200 {
            for channel in 0..<device.channels {
                let (left, right) = (stereo[2 * frame], stereo[2 * frame + 1])
                let isMono = device.left == device.right
                let sample = channel == device.left ? (isMono ? (left + right) * 0.5 : left) : channel == device.right ? right : nil
                let expected = sample.map { reference($0, format) } ?? [UInt8](repeating: format == .unsigned8 ? 128 : 0, count: format.bytes)
                let start = frame * frames.frameBytes + channel * format.bytes
                for byte in 0..<format.bytes where bytes.load(fromByteOffset: start + byte, as: UInt8.self) != expected[byte] { wrong += 1 }
            }
        }
        #expect(wrong == 0)
    }

    @Test(arguments: SampleFormat.allCases) func alsaMeansTheSameByEachName(format: SampleFormat) {
        #expect(Int(snd_pcm_format_physical_width(format.code)) == 8 * format.bytes)
        if format.bytes > 1 { #expect(snd_pcm_format_big_endian(format.code) == (format.isBigEndian ? 1 : 0)) }
        #expect(UInt8(truncatingIfNeeded: snd_pcm_format_silence_64(format.code)) == format.silentByte)
    }

    @Test func theCommonestCardTakesOurFramesAsTheyAre() {
        let frames = SoundCardFrames(.float, channels: 2, places: (0, 1))
        Self.samples.withUnsafeBufferPointer { #expect(frames.convert($0.baseAddress!, frames: 8) == UnsafeRawPointer($0.baseAddress!)) }
    }
}
