import Tensor

/// Scans pieces of a search. Memory is taken anew when a picture is wider or higher than the one it was taken for; not for two threads at once.
public final class FaceScanner {
    private let cascade: HaarCascade
    private var workspace: Workspace?

    public init(cascade: HaarCascade) { self.cascade = cascade }

    /// Appends the windows of a piece that pass all stages, not yet clipped, row by row.
    /// - Precondition: the search is for pictures of this size; 0 ≤ piece < its `pieces`.
    public func scan(_ piece: Int, of search: FaceSearch, in picture: LumaView, into found: inout [PixelRect]) {
        // Parts of a picture are searched in the memory of the whole: placing the cascade anew takes longer than they do.
        let workspace: Workspace
        if let present = self.workspace, picture.width <= present.width, picture.height <= present.height {
            workspace = present
        } else {
            workspace = Workspace(cascade, width: picture.width, height: picture.height)
            self.workspace = workspace
        }
        workspace.scan(search.levels[piece], of: picture, into: &found)
    }
}

/// Everything that depends on the size of the picture: one level's pixels and sums, and the cascade placed in both layouts.
private final class Workspace {
    let width: Int
    let height: Int
    private let resize: ExactResize
    private let integral: IntegralImage
    private let everyPixel: WindowScan
    private let everySecondPixel: WindowScan

    init(_ cascade: HaarCascade, width: Int, height: Int) {
        self.width = width
        self.height = height
        resize = ExactResize(maximumWidth: width, maximumHeight: height)
        integral = IntegralImage(maximumWidth: width, maximumHeight: height)
        everyPixel = WindowScan(cascade, integral.layout(split: false), maximumColumns: width)
        everySecondPixel = WindowScan(cascade, integral.layout(split: true), maximumColumns: width)
    }

    func scan(_ level: DetectionLevel, of picture: LumaView, into found: inout [PixelRect]) {
        resize.resize(picture, width: level.width, height: level.height)
        integral.build(resize.pixels, width: level.width, height: level.height, split: level.step == 2)
        let scan = level.step == 2 ? everySecondPixel : everyPixel
        let columns = (level.endX + level.step - 1) / level.step
        func report(_ place: Int) {
            let (y, column) = place.quotientAndRemainder(dividingBy: integral.rowStride)
            found.append(level.face(x: column * level.step, y: y))
        }
        for y in stride(from: 0, to: level.endY, by: level.step) {
            scan.row(integral.sums, integral.squares, at: y * integral.rowStride, columns: columns, found: report)
        }
        scan.finish(integral.sums, found: report)
    }
}
