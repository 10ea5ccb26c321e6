import Glibc
import Testing

@testable import Capture

@Suite struct StereoMixTests {
    @Test func noMixCanClip() {
        for channels in 3...18 {
            for places in [StereoMix.usual(channels), StereoMix.vorbis(channels)] {
                let mix = StereoMix(places: places)
                #expect(mix.channels == channels && mix.left.reduce(0, +) <= 1.000_001 && mix.right.reduce(0, +) <= 1.000_001)
                #expect(abs(mix.left.reduce(0, +) - mix.right.reduce(0, +)) < 1e-6)
            }
        }
    }

    @Test func surroundHasItsLevels() {
        let mix = StereoMix(mask: 0x3F, channels: 6)
        let sum: Float = 1 + 2 * 0.707_106_77
        #expect(zip(mix.left, [1, 0, 0.707_106_77, 0, 0.707_106_77, 0]).allSatisfy { abs($0 - $1 / sum) < 1e-6 })
        #expect(zip(mix.right, [0, 1, 0.707_106_77, 0, 0, 0.707_106_77]).allSatisfy { abs($0 - $1 / sum) < 1e-6 })
    }

    /// One channel after another sounds; each must be heard where, and as loud as, in a WAV, whatever order a format has.
    @Test(.enabled(if: hasFFmpeg, "needs ffmpeg"), arguments: ["wav", "flac", "ogg", "opus", "caf", "m4a"])
    func everyFormatIsMixedAlike(_ format: String) throws {
        let folder = TemporaryFolder()
        for (layout, channels) in [("3.0", 3), ("quad", 4), ("5.1", 6), ("7.1", 8)] {
            let path = folder.file("a.\(format)")
            let tones = (0..<channels).map { "0.5*sin(2764.6*t)*between(t\\,\($0)\\,\($0 + 1))" }.joined(separator: "|")
            let source = "aevalsrc=\(tones):c=\(layout):s=48000:d=\(channels)"
            try #require(tool("ffmpeg", ["-v", "error", "-y", "-f", "lavfi", "-i", source, path]))
            let song = try openSong(path)
            let heard = try samples(of: song)
            #expect(song.channels == 2)
            let places = StereoMix.usual(channels)
            let mix = StereoMix(places: places)
            for channel in 0..<channels where places[channel] != 3 {
                for (side, gains) in [mix.left, mix.right].enumerated() {
                    let part = (channel * 48_000 + 12_000..<channel * 48_000 + 36_000).map { heard[2 * $0 + side] }
                    let level = (part.map { $0 * $0 }.reduce(0, +) / Float(part.count)).squareRoot()
                    #expect(abs(level - 0.353_55 * gains[channel]) < 0.012, "\(layout) channel \(channel) side \(side): \(level)")
                }
            }
        }
    }
}
