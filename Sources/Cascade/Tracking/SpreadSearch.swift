import Tensor

/// A search of a whole picture, its cost spread over the pictures that follow. It works on a copy, so that the results belong to one
/// moment.
final class SpreadSearch {
    private let cascade: HaarCascade
    private let scanner: FaceScanner
    private let parameters: DetectionParameters
    private var plane = LumaPlane(width: 1, height: 1)
    private var search: FaceSearch?
    private var nextPiece = 0
    private var found: [PixelRect] = []
    /// Windows of all pieces, of those done, and of those due.
    private var windows = 0.0
    private var doneWindows = 0.0
    private var dueWindows = 0.0

    init(cascade: HaarCascade, parameters: DetectionParameters) {
        self.cascade = cascade
        self.parameters = parameters
        scanner = FaceScanner(cascade: cascade)
    }

    var isRunning: Bool { search != nil }

    func begin(_ picture: LumaView) throws(ModelError) {
        let search = try FaceSearch(cascade, picture, parameters)
        plane.reshape(width: picture.width, height: picture.height)
        for y in 0..<picture.height {
            (plane.pixels + y * picture.width).update(from: picture.base + y * picture.stride, count: picture.width)
        }
        self.search = search
        nextPiece = 0
        found.removeAll(keepingCapacity: true)
        windows = search.levels.reduce(0) { $0 + Self.windows($1) }
        doneWindows = 0
        dueWindows = 0
    }

    func cancel() { search = nil }

    /// Does another `share` of the whole search, 1 for all that is left.
    /// - Returns: the faces, once, when the search is complete.
    func proceed(by share: Double) -> [Face]? {
        guard let search else { return nil }
        dueWindows += share * windows
        while nextPiece < search.pieces {
            let piece = Self.windows(search.levels[nextPiece])
            // A piece is done once half of it is due.
            guard doneWindows + piece / 2 < dueWindows else { break }
            scanner.scan(nextPiece, of: search, in: plane.view, into: &found)
            doneWindows += piece
            nextPiece += 1
        }
        guard nextPiece == search.pieces else { return nil }
        self.search = nil
        return FaceSearch.faces(found, parameters, in: plane.view)
    }

    private static func windows(_ level: DetectionLevel) -> Double {
        Double(level.endX) * Double(level.endY) / Double(level.step * level.step)
    }
}
