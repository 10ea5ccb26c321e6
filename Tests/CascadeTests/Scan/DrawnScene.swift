import Foundation

/// Where a drawn face is, in pixels: the middle of its box and the box's width, roughly as the cascade gives it.
struct DrawnPlace {
    var x: Double
    var y: Double
    var width: Double
}

/// A room with faces of soft ellipses: enough light and shade for the cascade, and nobody's portrait.
struct DrawnScene {
    static let width = 320
    static let height = 240
    /// Waves and ripples, so that the cascade's first stages have something to refuse.
    private static let room: [UInt8] = (0..<height * width).map { index in
        let (x, y) = (Double(index % width), Double(index / width))
        return UInt8(90 + 30 * sin(x / 37) * cos(y / 53) + 20 * sin((x + 2 * y) / 11))
    }

    private var pixels = DrawnScene.room

    /// - Parameter faces: the later ones before the earlier ones.
    static func picture(_ faces: [DrawnPlace]) -> GreyPicture {
        var scene = DrawnScene()
        for face in faces { scene.draw(face) }
        return GreyPicture(width: width, height: height, pixels: scene.pixels)
    }

    private mutating func draw(_ face: DrawnPlace) {
        spot(face, 0, -0.25, radiusX: 1.12, radiusY: 1.45, softness: 0.1, luma: 40)  // hair
        spot(face, 0, 0.15, radiusX: 0.95, radiusY: 1.3, softness: 0.1, luma: 190)
        for side in [-0.42, 0.42] {
            spot(face, side, -0.12, radiusX: 0.34, radiusY: 0.2, softness: 0.8, luma: 110)  // the eye's hollow
            spot(face, side, -0.36, radiusX: 0.32, radiusY: 0.07, softness: 0.8, luma: 60)
            spot(face, side, -0.1, radiusX: 0.16, radiusY: 0.09, softness: 0.5, luma: 40)
        }
        spot(face, 0, 0.1, radiusX: 0.1, radiusY: 0.45, softness: 0.8, luma: 215)  // the nose: its ridge, its shadow
        spot(face, 0, 0.48, radiusX: 0.2, radiusY: 0.06, softness: 0.8, luma: 120)
        spot(face, 0, 0.85, radiusX: 0.38, radiusY: 0.1, softness: 0.6, luma: 95)
    }

    /// Places and radii in half widths from the face's middle; `softness`: width of the edge as a share of the radius.
    private mutating func spot(
        _ face: DrawnPlace, _ x: Double, _ y: Double, radiusX: Double, radiusY: Double, softness: Double, luma: Double
    ) {
        let unit = face.width / 2
        let (centreX, centreY) = (face.x + x * unit, face.y + (y - 0.2) * unit)
        let (reachX, reachY) = (radiusX * unit * (1 + softness), radiusY * unit * (1 + softness))
        let rows = max(Int(centreY - reachY), 0)..<max(min(Int(centreY + reachY) + 1, DrawnScene.height), max(Int(centreY - reachY), 0))
        let columns = max(Int(centreX - reachX), 0)..<max(min(Int(centreX + reachX) + 1, DrawnScene.width), max(Int(centreX - reachX), 0))
        for row in rows {
            for column in columns {
                let across = (Double(column) - centreX) / (radiusX * unit)
                let down = (Double(row) - centreY) / (radiusY * unit)
                let cover = min(max((1 - (across * across + down * down).squareRoot()) / softness + 0.5, 0), 1)
                let old = Double(pixels[row * DrawnScene.width + column])
                pixels[row * DrawnScene.width + column] = UInt8(old + (luma - old) * cover)
            }
        }
    }
}
