import Tensor

/// A search of a whole picture, its cost spread over the pictures that follow. It works on a copy, so that the results belong to one
/// moment.
final class SpreadSearch {
    private let cascade: HaarCascade
    private let scanner: FaceScanner
    private let usual: DetectionParameters
    private let picture = PreparedPicture()
    private var parameters: DetectionParameters
    private var search: FaceSearch?
    private var nextPiece = 0
    private var found: [PixelRect] = []
    /// Windows of all pieces, of those done, and of those due.
    private var windows = 0.0
    private var doneWindows = 0.0
    private var dueWindows = 0.0

    init(cascade: HaarCascade, parameters: DetectionParameters) {
        self.cascade = cascade
        usual = parameters
        self.parameters = parameters
        scanner = FaceScanner(cascade: cascade)
    }

    var isRunning: Bool { search != nil }

    /// - Parameter view: how the picture is prepared for the search.
    /// - Returns: what that cost, in windows that fail at once.
    func begin(_ picture: LumaView, as view: SearchView = .upright) throws(ModelError) -> Double {
        // Refuses what cannot be searched, before it is copied.
        _ = try FaceSearch(cascade, picture, usual)
        self.picture.prepare(picture, as: view)
        parameters = view.parameters(usual, for: picture)
        let search = try FaceSearch(cascade, self.picture.view, parameters)
        self.search = search
        nextPiece = 0
        found.removeAll(keepingCapacity: true)
        windows = search.levels.reduce(0) { $0 + Self.windows($1) }
        doneWindows = 0
        dueWindows = 0
        return self.picture.cost
    }

    func cancel() { search = nil }

    /// Does another `share` of the whole search, 1 for all that is left, to the nearest size of face, while there is work left.
    /// - Parameter work: how much may be done, in windows that fail at once; what was done is taken from it. It ends a size below 0 at most.
    /// - Returns: the faces, once, when the search is complete.
    func proceed(by share: Double = 1, within work: inout Double) -> [Face]? {
        guard let search else { return nil }
        dueWindows = Swift.min(dueWindows + share * windows, windows)
        while nextPiece < search.pieces, work > 0 {
            let piece = Self.windows(search.levels[nextPiece])
            // A piece is done once half of it is due.
            guard doneWindows + piece / 2 < dueWindows else { break }
            work -= scanner.scan(nextPiece, of: search, in: picture.view, into: &found)
            doneWindows += piece
            nextPiece += 1
        }
        guard nextPiece == search.pieces else { return nil }
        self.search = nil
        return FaceSearch.faces(found, parameters, in: picture.view).map { picture.found($0) }
    }

    private static func windows(_ level: DetectionLevel) -> Double {
        Double(level.columns) * Double(level.rows)
    }
}
