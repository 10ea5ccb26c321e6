import Tensor

/// How a camera hangs: turned clockwise by quarter turns, or mirrored.
public struct Turn: Equatable, Sendable {
    /// 0, 90, 180 or 270: degrees by which the picture is turned clockwise to stand upright.
    public var degrees: Int
    /// Left and right exchanged, after turning.
    public var isMirrored: Bool

    /// - Parameter degrees: nil is answered for anything but 0, 90, 180 and 270.
    public init?(degrees: Int, isMirrored: Bool) {
        guard [0, 90, 180, 270].contains(degrees) else { return nil }
        self.degrees = degrees
        self.isMirrored = isMirrored
    }

    public init() {
        degrees = 0
        isMirrored = false
    }

    public var isIdentity: Bool { degrees == 0 && !isMirrored }

    /// Writes the turned `picture` into `plane`, which takes its new size.
    public func apply(to picture: LumaView, into plane: inout LumaPlane) {
        let swaps = degrees == 90 || degrees == 270
        let width = swaps ? picture.height : picture.width
        let height = swaps ? picture.width : picture.height
        plane.reshape(width: width, height: height)
        // Every row of the result walks through the source with one fixed step from one starting pixel.
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

    /// Offset of the source pixel of column 0 of a row of the result, and from one column to the next.
    private func walk(row y: Int, width: Int, height: Int, stride: Int) -> (start: Int, step: Int) {
        switch degrees {
        case 90: ((width - 1) * stride + y, -stride)
        case 180: ((height - 1 - y) * stride + width - 1, -1)
        case 270: (height - 1 - y, stride)
        default: (y * stride, 1)
        }
    }
}
