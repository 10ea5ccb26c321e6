import Cascade
import Synchronization
import Tensor

/// A search for faces on several threads: each takes the next piece when it is free, and the finds are joined in the order of the
/// pieces, so the result equals that of a single thread. The threads live as long as one search. Belongs to one thread at a time.
public final class SharedSearch {
    private let cascade: HaarCascade
    private let scanners: [FaceScanner]

    /// - Parameter threads: at least 1, including the caller's own.
    public init(cascade: HaarCascade, threads: Int) {
        self.cascade = cascade
        scanners = (0..<max(threads, 1)).map { _ in FaceScanner(cascade: cascade) }
    }

    /// The ungrouped windows that passed, clipped to the picture, in scan order.
    /// - Throws: when the picture or the parameters are out of range.
    public func candidates(in picture: LumaView, _ parameters: DetectionParameters) throws(ModelError) -> [PixelRect] {
        FaceSearch.candidates(try scan(picture, parameters), in: picture)
    }

    /// The grouped faces, equal to those of `FaceDetector`.
    /// - Throws: when the picture or the parameters are out of range.
    public func detect(in picture: LumaView, _ parameters: DetectionParameters) throws(ModelError) -> [Face] {
        FaceSearch.faces(try scan(picture, parameters), parameters, in: picture)
    }

    private func scan(_ picture: LumaView, _ parameters: DetectionParameters) throws(ModelError) -> [PixelRect] {
        let pieces = Pieces(try FaceSearch(cascade, picture, parameters))
        let helpers = scanners.dropFirst().compactMap { scanner in
            // Each is lent to one helper; all are joined below, before the caller gets its picture back.
            nonisolated(unsafe) let (scanner, picture) = (scanner, picture)
            // Without a thread to be had, the others take its pieces.
            return try? Worker("faces") { pieces.scan(picture, with: scanner) }
        }
        pieces.scan(picture, with: scanners[0])
        for helper in helpers { helper.join() }
        return pieces.found
    }
}

/// Shared by the threads of one search: which piece is next, and the finds of each.
private final class Pieces: Sendable {
    private let search: FaceSearch
    private let next = Atomic<Int>(0)
    private let results: Mutex<[[PixelRect]]>

    init(_ search: FaceSearch) {
        self.search = search
        results = Mutex(Array(repeating: [], count: search.pieces))
    }

    var found: [PixelRect] { results.withLock { $0.flatMap { $0 } } }

    func scan(_ picture: LumaView, with scanner: FaceScanner) {
        while true {
            let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard piece < search.pieces else { return }
            var finds: [PixelRect] = []
            scanner.scan(piece, of: search, in: picture, into: &finds)
            results.withLock { [finds] in $0[piece] = finds }
        }
    }
}
