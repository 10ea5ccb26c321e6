import Tensor

/// Scans pieces of a search. Memory as in `FaceDetector`. Not for two threads at once.
public final class FaceScanner {
    private let tables: CascadeTables
    private var workspace: Workspace?

    /// Prepares the cascade's tables; one scanner per thread.
    public init(cascade: HaarCascade) { tables = CascadeTables(cascade) }

    /// Appends the windows of a piece that pass all stages, row by row, not yet clipped.
    /// - Precondition: the search is for pictures of this size; 0 ≤ piece < its `pieces`.
    /// - Returns: what it cost, in windows that fail at once: the same for the same pixels, whatever else the machine does.
    @discardableResult
    public func scan(_ piece: Int, of search: FaceSearch, in picture: LumaView, into found: inout [PixelRect]) -> Double {
        // Crops of a picture are searched in the memory of the whole.
        let workspace: Workspace
        if let present = self.workspace, picture.width <= present.width, picture.height <= present.height {
            workspace = present
        } else {
            workspace = Workspace(tables, width: picture.width, height: picture.height)
            self.workspace = workspace
        }
        return workspace.scan(search.levels[piece], of: picture, into: &found)
    }
}

/// Everything that depends on the picture's size: one level's pixels and sums, and the cascade placed in both layouts.
private final class Workspace {
    let width: Int
    let height: Int
    private let tables: CascadeTables
    private let resize: ExactResize
    private let integral: IntegralImage
    private let everyPixel: WindowScan
    private let everySecondPixel: WindowScan
    /// A window that fails at once, beside one that vectors evaluate.
    private static let referenceCost = 20.0
    private lazy var referenceScan = ReferenceScan(tables.cascade, maximumWidth: width, maximumHeight: height)

    init(_ tables: CascadeTables, width: Int, height: Int) {
        self.tables = tables
        self.width = width
        self.height = height
        resize = ExactResize(maximumWidth: width, maximumHeight: height)
        integral = IntegralImage(maximumWidth: width, maximumHeight: height)
        let reference = ReferenceWindow(tables.cascade)
        everyPixel = WindowScan(tables, reference, integral.layout(split: false), maximumRows: height)
        everySecondPixel = WindowScan(tables, reference, integral.layout(split: true), maximumRows: height)
    }

    func scan(_ level: DetectionLevel, of picture: LumaView, into found: inout [PixelRect]) -> Double {
        resize.begin(picture, width: level.width)
        if tables.isWhole { return scanBands(of: level, picture, into: &found) }
        resize.resize(picture, width: level.width, height: level.height, rows: 0..<level.height)
        referenceScan.scan(resize.pixels, level) { found.append(level.face(x: $0, y: $1)) }
        return Double(level.rows * level.columns) * Self.referenceCost
    }

    /// Band by band, so that pixels and sums are still cached when they are used.
    private func scanBands(of level: DetectionLevel, _ picture: LumaView, into found: inout [PixelRect]) -> Double {
        let isSplit = level.step == 2
        let scan = isSplit ? everySecondPixel : everyPixel
        let numbers = LevelImages(
            pixels: resize.pixels, width: level.width, sums: integral.sums, squares: integral.squares,
            layout: integral.layout(split: isSplit))
        scan.begin()
        let before = scan.work
        var built = 0
        for row in stride(from: 0, to: level.rows, by: WindowScan.bandRows) {
            let end = Swift.min(row + WindowScan.bandRows, level.rows)
            let needed = Swift.min((end - 1) * level.step + tables.cascade.windowHeight, level.height)
            resize.resize(picture, width: level.width, height: level.height, rows: built..<needed)
            integral.build(resize.pixels, width: level.width, rows: built..<needed, split: isSplit)
            built = needed
            scan.band(numbers, rows: row..<end, columns: level.columns)
        }
        scan.finish(numbers) { place in
            let (y, column) = place.quotientAndRemainder(dividingBy: integral.rowStride)
            found.append(level.face(x: column * level.step, y: y))
        }
        return scan.work - before
    }
}
