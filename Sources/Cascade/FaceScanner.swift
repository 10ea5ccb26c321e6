import Tensor

/// Scans pieces of a search. Memory is taken anew when a picture is wider or higher than the one it was taken for; not for two threads at once.
public final class FaceScanner {
    private let tables: CascadeTables
    private var workspace: Workspace?

    public init(cascade: HaarCascade) { tables = CascadeTables(cascade) }

    /// Appends the windows of a piece that pass all stages, not yet clipped, row by row.
    /// - Precondition: the search is for pictures of this size; 0 ≤ piece < its `pieces`.
    public func scan(_ piece: Int, of search: FaceSearch, in picture: LumaView, into found: inout [PixelRect]) {
        // Parts of a picture are searched in the memory of the whole.
        let workspace: Workspace
        if let present = self.workspace, picture.width <= present.width, picture.height <= present.height {
            workspace = present
        } else {
            workspace = Workspace(tables, width: picture.width, height: picture.height)
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
    private let windowHeight: Int
    private let everyPixel: WindowScan
    private let everySecondPixel: WindowScan

    init(_ tables: CascadeTables, width: Int, height: Int) {
        self.width = width
        self.height = height
        resize = ExactResize(maximumWidth: width, maximumHeight: height)
        integral = IntegralImage(maximumWidth: width, maximumHeight: height)
        windowHeight = tables.cascade.windowHeight
        everyPixel = WindowScan(tables, integral.layout(split: false), maximumRows: height)
        everySecondPixel = WindowScan(tables, integral.layout(split: true), maximumRows: height)
    }

    /// Band by band, so that pixels and sums are still in the cache when they are used.
    func scan(_ level: DetectionLevel, of picture: LumaView, into found: inout [PixelRect]) {
        let scan = level.step == 2 ? everySecondPixel : everyPixel
        let columns = (level.endX + level.step - 1) / level.step
        let rows = (level.endY + level.step - 1) / level.step
        resize.begin(picture, width: level.width)
        scan.begin()
        var built = 0
        for row in stride(from: 0, to: rows, by: WindowScan.bandRows) {
            let end = Swift.min(row + WindowScan.bandRows, rows)
            let needed = Swift.min((end - 1) * level.step + windowHeight, level.height)
            resize.resize(picture, width: level.width, height: level.height, rows: built..<needed)
            integral.build(resize.pixels, width: level.width, rows: built..<needed, split: level.step == 2)
            built = needed
            scan.band(integral.sums, integral.squares, rows: row..<end, columns: columns)
        }
        scan.finish(integral.sums) { place in
            let (y, column) = place.quotientAndRemainder(dividingBy: integral.rowStride)
            found.append(level.face(x: column * level.step, y: y))
        }
    }
}
