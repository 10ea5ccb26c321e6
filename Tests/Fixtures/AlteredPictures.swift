import Foundation

/// A grey picture in memory, and what rooms do to one. Optimised as the kernels are, or films of it would take minutes.
public struct GreyFilmFrame: Sendable {
    public let width: Int
    public let height: Int
    public var pixels: [UInt8]

    public init(width: Int, height: Int, pixels: [UInt8]) {
        self.width = width
        self.height = height
        self.pixels = pixels
    }

    public init(width: Int, height: Int, luma: UInt8) {
        self.init(width: width, height: height, pixels: [UInt8](repeating: luma, count: width * height))
    }

    /// Every luma changed by a formula, rounded as a camera does.
    public func mapped(_ change: (Double) -> Double) -> GreyFilmFrame {
        let table = (0...255).map { UInt8(min(max(change(Double($0)).rounded(), 0), 255)) }
        return GreyFilmFrame(width: width, height: height, pixels: pixels.map { table[Int($0)] })
    }

    /// The left half in shadow: `share` of the light, in a soft edge at the middle of the picture.
    public func halfLit(_ share: Double) -> GreyFilmFrame {
        let light = (0..<width).map { share + (1 - share) / (1 + exp(-(Double($0) - Double(width) / 2) / 5)) }
        var frame = self
        for y in 0..<height {
            for x in 0..<width { frame.pixels[y * width + x] = UInt8((Double(pixels[y * width + x]) * light[x]).rounded()) }
        }
        return frame
    }

    /// Points around (middleX, middleY) of this frame, `step` pixels apart, turned by so many degrees clockwise; bilinear, edges repeated.
    public func seen(
        width newWidth: Int, height newHeight: Int, middleX: Double, middleY: Double, step: Double, turnedBy degrees: Double = 0
    ) -> GreyFilmFrame {
        var frame = GreyFilmFrame(width: newWidth, height: newHeight, luma: 0)
        let (stepX, stepY) = (step * cos(-degrees * .pi / 180), step * sin(-degrees * .pi / 180))
        for y in 0..<newHeight {
            let down = Double(y) + 0.5 - Double(newHeight) / 2
            for x in 0..<newWidth {
                let across = Double(x) + 0.5 - Double(newWidth) / 2
                let sourceX = min(max(middleX + across * stepX - down * stepY - 0.5, 0), Double(width - 1))
                let sourceY = min(max(middleY + across * stepY + down * stepX - 0.5, 0), Double(height - 1))
                let (left, top) = (Int(sourceX), Int(sourceY))
                let (right, bottom) = (min(left + 1, width - 1), min(top + 1, height - 1))
                let (shareX, shareY) = (sourceX - Double(left), sourceY - Double(top))
                let above = Double(pixels[top * width + left]) * (1 - shareX) + Double(pixels[top * width + right]) * shareX
                let below = Double(pixels[bottom * width + left]) * (1 - shareX) + Double(pixels[bottom * width + right]) * shareX
                frame.pixels[y * newWidth + x] = UInt8((above * (1 - shareY) + below * shareY).rounded())
            }
        }
        return frame
    }

    /// The same, as large or smaller, turned about its middle.
    public func turned(by degrees: Double) -> GreyFilmFrame {
        seen(
            width: width, height: height, middleX: Double(width) / 2, middleY: Double(height) / 2, step: 1, turnedBy: degrees)
    }

    /// As in a mirror.
    public var mirrored: GreyFilmFrame {
        var frame = self
        for row in 0..<height { for column in 0..<width { frame.pixels[row * width + column] = pixels[(row + 1) * width - 1 - column] } }
        return frame
    }

    /// Moved to the right and down; what leaves on one side comes in on the other.
    public func rolled(x: Int, y: Int) -> GreyFilmFrame {
        var frame = self
        for row in 0..<height {
            for column in 0..<width {
                let (fromX, fromY) = (((column - x) % width + width) % width, ((row - y) % height + height) % height)
                frame.pixels[row * width + column] = pixels[fromY * width + fromX]
            }
        }
        return frame
    }

    /// Another frame laid over this one.
    public mutating func put(_ other: GreyFilmFrame, x left: Int, y top: Int) {
        for y in 0..<other.height {
            for x in 0..<other.width { pixels[(top + y) * width + left + x] = other.pixels[y * other.width + x] }
        }
    }

    /// Ellipses of random size, slant and light, 320 pixels square, as a camera with a little noise sees them.
    public static func blobs(seed: UInt64) -> GreyFilmFrame {
        let side = 320
        var random = SeededNumbers(seed: seed)
        var light = [Double](repeating: Double.random(in: 60...200, using: &random), count: side * side)
        for _ in 0..<Int.random(in: 20...80, using: &random) {
            let (middleX, middleY) = (Double.random(in: 0...320, using: &random), Double.random(in: 0...320, using: &random))
            let (long, short) = (Double.random(in: 5...45, using: &random), Double.random(in: 5...45, using: &random))
            let (slant, shade) = (Double.random(in: 0...Double.pi, using: &random), Double.random(in: 20...235, using: &random))
            let (cosine, sine, reach) = (cos(slant), sin(slant), Int(max(long, short)) + 1)
            for y in max(0, Int(middleY) - reach)..<min(side, Int(middleY) + reach) {
                for x in max(0, Int(middleX) - reach)..<min(side, Int(middleX) + reach) {
                    let (right, down) = (Double(x) - middleX, Double(y) - middleY)
                    let along = (right * cosine + down * sine) / long, across = (down * cosine - right * sine) / short
                    let cover = min(max((1 - along * along - across * across) * 3, 0), 1)
                    light[y * side + x] += (shade - light[y * side + x]) * cover
                }
            }
        }
        let pixels = light.map { UInt8($0.rounded()) }
        return GreyFilmFrame(width: side, height: side, pixels: pixels).noisy(3, seed: seed)
    }

    /// Noise of power spectrum 1/f^1.6, mean 128, deviation 40, 256 pixels square: clouds in which a cascade now and then sees a face.
    public static func clouds(seed: UInt64) -> GreyFilmFrame {
        let side = 256
        var random = SeededNumbers(seed: seed)
        var field = Spectrum2D(side: side)
        for index in 0..<side * side { field.real[index] = Double(random.next() >> 11) * 0x1p-53 - 0.5 }
        field.transform(inverse: false)
        for y in 0..<side {
            for x in 0..<side {
                let (across, down) = (Double(min(x, side - x)), Double(min(y, side - y)))
                let frequency = (across * across + down * down).squareRoot()
                let gain = frequency == 0 ? 0 : pow(frequency, -0.8)
                field.real[y * side + x] *= gain
                field.imaginary[y * side + x] *= gain
            }
        }
        field.transform(inverse: true)
        let count = Double(side * side)
        let mean = field.real.reduce(0, +) / count
        let deviation = (field.real.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
        let pixels = field.real.map { UInt8(min(max((128 + 40 * ($0 - mean) / deviation).rounded(), 0), 255)) }
        return GreyFilmFrame(width: side, height: side, pixels: pixels)
    }
}

/// A square of complex numbers and its Fourier transform (radix 2, not normalised).
private struct Spectrum2D {
    let side: Int
    var real: [Double]
    var imaginary: [Double]

    init(side: Int) {
        self.side = side
        real = [Double](repeating: 0, count: side * side)
        imaginary = real
    }

    mutating func transform(inverse: Bool) {
        for line in 0..<side { transform(from: line * side, step: 1, inverse) }
        for line in 0..<side { transform(from: line, step: side, inverse) }
    }

    private mutating func transform(from start: Int, step: Int, _ inverse: Bool) {
        var target = 0
        for index in 1..<side {
            var bit = side >> 1
            while target & bit != 0 {
                target ^= bit
                bit >>= 1
            }
            target |= bit
            if index < target {
                real.swapAt(start + index * step, start + target * step)
                imaginary.swapAt(start + index * step, start + target * step)
            }
        }
        var length = 2
        while length <= side {
            let angle = (inverse ? 2 : -2) * Double.pi / Double(length)
            for first in stride(from: 0, to: side, by: length) {
                for offset in 0..<length / 2 {
                    let (turnReal, turnImaginary) = (cos(angle * Double(offset)), sin(angle * Double(offset)))
                    let (a, b) = (start + (first + offset) * step, start + (first + offset + length / 2) * step)
                    let (x, y) = (real[b] * turnReal - imaginary[b] * turnImaginary, real[b] * turnImaginary + imaginary[b] * turnReal)
                    (real[b], imaginary[b]) = (real[a] - x, imaginary[a] - y)
                    (real[a], imaginary[a]) = (real[a] + x, imaginary[a] + y)
                }
            }
            length *= 2
        }
    }
}
