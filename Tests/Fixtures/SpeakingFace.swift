import Foundation

/// A mouth as it moves in speech: syllables, three to seven a second, of different size, with wide and with rounded lips, in phrases with
/// pauses between them.
public struct Speech: Sendable {
    private struct Syllable {
        var start: Double
        var length: Double
        var size: Double
        var spread: Double
    }

    private var syllables: [Syllable] = []

    /// - Parameters:
    ///   - seconds: for how long it speaks; then the mouth stays closed.
    ///   - spread: how much wider or narrower the lips get, as a part of their width.
    public init(seed: UInt64, seconds: Double, spread: Double = 0.3) {
        var random = SeededNumbers(seed: seed)
        var now = 0.3
        while now < seconds {
            let rate = Double.random(in: 3...7, using: &random)
            for _ in 0..<Int.random(in: 4...14, using: &random) {
                let length = 1 / (rate * Double.random(in: 0.8...1.25, using: &random))
                syllables.append(Syllable(start: now, length: length, size: Double.random(in: 0.3...1, using: &random), spread: Double.random(in: -spread...spread, using: &random)))
                now += length
            }
            now += Double.random(in: 0.2...1.2, using: &random)
        }
    }

    /// How far the mouth is open, 0 … 1, and how far the lips are spread.
    public func mouth(at seconds: Double) -> (opening: Double, spread: Double) {
        var (first, end) = (0, syllables.count)
        while first < end {
            let middle = (first + end) / 2
            if syllables[middle].start + syllables[middle].length <= seconds { first = middle + 1 } else { end = middle }
        }
        guard first < syllables.count, syllables[first].start <= seconds else { return (0, 0) }
        let phase = sin(.pi * (seconds - syllables[first].start) / syllables[first].length)
        return (syllables[first].size * phase * phase, syllables[first].spread * phase * phase)
    }
}

/// Where a face's mouth is, in pixels.
public struct Mouth: Sendable {
    public var x: Double
    public var y: Double
    public var width: Double
    /// How much lower its corners are than its middle.
    public var droop: Double
    /// Then its own dark is stretched; a closed one parts.
    public var isOpen: Bool

    public init(x: Double, y: Double, width: Double, droop: Double = 0, isOpen: Bool = false) {
        self.x = x
        self.y = y
        self.width = width
        self.droop = droop
        self.isOpen = isOpen
    }
}

extension GreyFilmFrame {
    /// The face in the middle of a syllable: the jaw lowered by `gap` pixels, the lips wider by the part `spread` of their width.
    public func speaking(_ gap: Double, spread: Double, _ mouth: Mouth) -> GreyFilmFrame { lowered(gap, mouth).spread(spread, mouth) }

    /// Skin beside the mouth moves outwards with it, less the farther away.
    private func spread(_ part: Double, _ mouth: Mouth) -> GreyFilmFrame {
        guard abs(part) > 0.01 else { return self }
        var frame = self
        for y in max(0, Int(mouth.y - 0.8 * mouth.width))..<min(height, Int(mouth.y + 1.2 * mouth.width)) {
            let down = (Double(y) + 0.5 - mouth.y - 3) / (0.4 * mouth.width)
            for x in max(0, Int(mouth.x - 2 * mouth.width))..<min(width, Int(mouth.x + 2 * mouth.width)) {
                let across = Double(x) + 0.5 - mouth.x
                let nearness = exp(-down * down - across * across / (0.64 * mouth.width * mouth.width))
                let source = min(max(Double(x) - across * part * nearness, 0), Double(width - 2))
                let (left, share) = (Int(source), source - source.rounded(.down))
                let value = Double(pixels[y * width + left]) * (1 - share) + Double(pixels[y * width + left + 1]) * share
                frame.pixels[y * width + x] = UInt8(value.rounded())
            }
        }
        return frame
    }

    /// Lower lip and chin move, the skin beside and below stretches, and a closed mouth shows its dark.
    private func lowered(_ gap: Double, _ mouth: Mouth) -> GreyFilmFrame {
        guard gap > 0.05 else { return self }
        func smooth(_ x: Double) -> Double {
            let inside = min(max(x, 0), 1)
            return inside * inside * (3 - 2 * inside)
        }
        var frame = self
        for x in max(0, Int(mouth.x - 2 * mouth.width))..<min(width, Int(mouth.x + 2 * mouth.width)) {
            let across = (Double(x) + 0.5 - mouth.x) / (mouth.width / 2)
            let line = mouth.y + mouth.droop * min(across * across, 1)
            let lips = mouth.isOpen ? 0 : gap * max(0, 1 - across * across).squareRoot()
            let jaw = gap * exp(-across * across / 3)
            for y in Int(line)..<min(height, Int(line + 2.6 * mouth.width)) where Double(y) + 0.5 >= line {
                let down = Double(y) + 0.5 - line
                // From the lips to the cheek, and where the chin ends.
                let reach = 1 - smooth((down - 0.9 * mouth.width) / (1.6 * mouth.width))
                let shift = (lips + (jaw - lips) * smooth(down / (0.35 * mouth.width))) * reach
                let source = min(max(line + max(down - shift, 0) - 0.5, 0), Double(height - 2))
                let (top, share) = (Int(source), source - source.rounded(.down))
                let skin = Double(pixels[top * width + x]) * (1 - share) + Double(pixels[(top + 1) * width + x]) * share
                let dark = min(max(lips - down + 0.5, 0), 1) * min(lips * 2, 1)
                frame.pixels[y * width + x] = UInt8((skin * (1 - dark) + 28 * dark).rounded())
            }
        }
        return frame
    }

    /// As a camera in a room sees it, with noise of this deviation.
    public func noisy(_ deviation: Double, seed: UInt64) -> GreyFilmFrame {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        var frame = self
        for index in frame.pixels.indices {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            // Four bytes' sum is nearly normal; its deviation is 147.8.
            let sum = Int(state & 255) + Int(state >> 8 & 255) + Int(state >> 16 & 255) + Int(state >> 24 & 255) - 510
            let value = Double(frame.pixels[index]) + Double(sum) * deviation / 147.8
            frame.pixels[index] = UInt8(min(max(value.rounded(), 0), 255))
        }
        return frame
    }
}
