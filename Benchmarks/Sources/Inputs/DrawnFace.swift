import Glibc
import Tensor

/// A picture with one face, drawn with soft ellipses: enough light and shade for the cascade, and nobody's portrait.
public struct DrawnFace: ~Copyable {
    private var plane: LumaPlane
    private let centreX: Double
    private let centreY: Double
    /// A third of the face's height, in pixels.
    private let unit: Double

    /// The face is half as high as the picture.
    public init(width: Int, height: Int) {
        plane = LumaPlane(width: width, height: height)
        centreX = Double(width) / 2
        centreY = Double(height) * 0.48
        unit = Double(height) / 6
        background()
        spot(0, -0.25, radiusX: 1.12, radiusY: 1.45, softness: 0.1, luma: 40)  // hair
        spot(0, 0.15, radiusX: 0.95, radiusY: 1.3, softness: 0.1, luma: 190)
        for side in [-0.42, 0.42] {
            spot(side, -0.12, radiusX: 0.34, radiusY: 0.2, softness: 0.8, luma: 110)  // the eye's hollow
            spot(side, -0.36, radiusX: 0.32, radiusY: 0.07, softness: 0.8, luma: 60)
            spot(side, -0.1, radiusX: 0.16, radiusY: 0.09, softness: 0.5, luma: 40)
        }
        spot(0, 0.1, radiusX: 0.1, radiusY: 0.45, softness: 0.8, luma: 215)  // the nose: its ridge, its shadow
        spot(0, 0.48, radiusX: 0.2, radiusY: 0.06, softness: 0.8, luma: 120)
        spot(0, 0.85, radiusX: 0.38, radiusY: 0.1, softness: 0.6, luma: 95)
        grain()
    }

    /// The picture.
    public var view: LumaView { plane.view }

    /// Waves and ripples, so that the cascade's first stages have something to refuse.
    private func background() {
        for y in 0..<plane.height {
            for x in 0..<plane.width {
                let waves = 30 * sin(Double(x) / 37) * cos(Double(y) / 53) + 20 * sin(Double(x + 2 * y) / 11)
                plane.pixels[y * plane.width + x] = UInt8(90 + waves)
            }
        }
    }

    /// Places and radii in units from the face's centre; `softness`: width of the edge as a share of the radius.
    private func spot(_ x: Double, _ y: Double, radiusX: Double, radiusY: Double, softness: Double, luma: Double) {
        for row in 0..<plane.height {
            for column in 0..<plane.width {
                let across = (Double(column) - centreX - x * unit) / (radiusX * unit)
                let down = (Double(row) - centreY - y * unit) / (radiusY * unit)
                let cover = min(max((1 - (across * across + down * down).squareRoot()) / softness + 0.5, 0), 1)
                let old = Double(plane.pixels[row * plane.width + column])
                plane.pixels[row * plane.width + column] = UInt8(old + (luma - old) * cover)
            }
        }
    }

    /// What a sensor adds.
    private func grain() {
        var noise = Noise(seed: 3)
        for index in 0..<plane.width * plane.height {
            plane.pixels[index] = UInt8(min(max(Double(plane.pixels[index]) + 6 * Double(noise.next()), 0), 255))
        }
    }
}
