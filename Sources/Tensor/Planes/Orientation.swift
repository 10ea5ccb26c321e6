/// How a picture came to lie: rotated by quarter turns, mirrored, or both, as a camera is mounted or was held.
public struct Orientation: Equatable, Sendable {
    /// 0, 90, 180 or 270: clockwise degrees that bring the picture upright.
    public var degrees: Int
    /// Left and right are swapped, after rotating.
    public var isMirrored: Bool

    /// Nil unless `degrees` is 0, 90, 180 or 270.
    public init?(degrees: Int, isMirrored: Bool) {
        guard [0, 90, 180, 270].contains(degrees) else { return nil }
        self.degrees = degrees
        self.isMirrored = isMirrored
    }

    /// Upright and not mirrored.
    public init() {
        degrees = 0
        isMirrored = false
    }

    /// The picture stays as it is.
    public var isIdentity: Bool { degrees == 0 && !isMirrored }

    /// Writes `picture`, brought upright, into `plane`, which is resized to fit.
    public func apply(to picture: LumaView, into plane: inout LumaPlane) {
        let swaps = degrees == 90 || degrees == 270
        let width = swaps ? picture.height : picture.width
        let height = swaps ? picture.width : picture.height
        plane.reshape(width: width, height: height)
        // Every row of the result steps through the source by a fixed stride from one starting pixel.
        for y in 0..<height {
            let (start, step) = walk(row: y, width: width, height: height, stride: picture.stride)
            var source = isMirrored ? start + step * (width - 1) : start
            let sourceStep = isMirrored ? -step : step
            let row = plane.pixels + y * width
            for x in 0..<width {
                row[x] = picture.base[source]
                source += sourceStep
            }
        }
    }

    /// Offset of the source pixel for column 0 of a row of the result, and the step from column to column.
    private func walk(row y: Int, width: Int, height: Int, stride: Int) -> (start: Int, step: Int) {
        switch degrees {
        case 90: ((width - 1) * stride + y, -stride)
        case 180: ((height - 1 - y) * stride + width - 1, -1)
        case 270: (height - 1 - y, stride)
        default: (y * stride, 1)
        }
    }
}
