import CMath
import Tensor

/// A copy of a picture, prepared for a search, and the way from what is found there back into the picture.
final class PreparedPicture {
    private var plane = LumaPlane(width: 1, height: 1)
    private var grid = TurnedGrid(centreX: 0, centreY: 0, step: 1, degrees: 0)
    private var step = 1.0
    private var isCopy = true
    private var isMirrored = false
    /// Tiles about half as wide as a face that fills a third of the picture.
    private lazy var light = LocalContrast(tiles: 4)

    var view: LumaView { plane.view }
    /// Of having prepared it, in windows that fail at once.
    private(set) var cost = 0.0

    func prepare(_ picture: LumaView, as view: SearchView) {
        step = view.step(for: picture)
        isCopy = step == 1 && view.degrees == 0 && view.border == 0
        if isCopy {
            plane.reshape(width: picture.width, height: picture.height)
            for y in 0..<picture.height {
                (plane.pixels + y * picture.width).update(from: picture.base + y * picture.stride, count: picture.width)
            }
        } else {
            sample(picture, view)
        }
        let range = LumaRange(of: plane.view, every: 4)
        if range.isFlat { range.stretch(plane.pixels, count: plane.width * plane.height) }
        if view.isEvened { light.even(plane.pixels, width: plane.width, height: plane.height) }
        isMirrored = view.sought == .mirroredProfiles
        if isMirrored { mirror() }
        let steps = (isCopy ? 0.05 : 1.5) + (range.isFlat ? 0.2 : 0) + (view.isEvened ? 3 : 0)
        cost = Double(plane.width * plane.height) * steps
    }

    /// The turned picture is as large as it needs to be to hold the whole one.
    private func sample(_ picture: LumaView, _ view: SearchView) {
        let radians = view.degrees * .pi / 180
        let (across, down) = (abs(math_cos(radians)), abs(math_sin(radians)))
        let (width, height) = (Double(picture.width), Double(picture.height))
        let edge = 2 * view.border * Swift.max(width, height)
        plane.reshape(
            width: Swift.max(Int((width * across + height * down + edge) / step), 1),
            height: Swift.max(Int((width * down + height * across + edge) / step), 1))
        grid = TurnedGrid(centreX: width / 2, centreY: height / 2, step: step, degrees: view.degrees)
        grid.sample(picture, width: plane.width, height: plane.height, into: plane.pixels)
    }

    private func mirror() {
        for y in 0..<plane.height {
            let row = plane.pixels + y * plane.width
            for x in 0..<plane.width / 2 {
                let other = plane.width - 1 - x
                (row[x], row[other]) = (row[other], row[x])
            }
        }
    }

    /// A face of the prepared picture where it is in the picture: its own width, around its middle.
    func found(_ face: Face) -> Face {
        var rect = face.rect
        if isMirrored { rect.x = plane.width - rect.x - rect.width }
        if isCopy { return Face(rect: rect, neighbors: face.neighbors) }
        let middle = grid.place(
            across: Double(rect.x) + Double(rect.width) / 2 - Double(plane.width) / 2,
            down: Double(rect.y) + Double(rect.height) / 2 - Double(plane.height) / 2)
        return Face(
            rect: PixelRect(middleX: middle.x, middleY: middle.y, width: Double(rect.width) * step, height: Double(rect.height) * step),
            neighbors: face.neighbors)
    }
}

extension PixelRect {
    /// The box around a middle, to the nearest whole pixels.
    init(middleX: Double, middleY: Double, width: Double, height: Double) {
        func whole(_ value: Double) -> Int { Int(value.rounded(.toNearestOrEven)) }
        self.init(x: whole(middleX - width / 2), y: whole(middleY - height / 2), width: whole(width), height: whole(height))
    }
}
