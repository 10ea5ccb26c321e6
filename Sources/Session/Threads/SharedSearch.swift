import Cascade
import Synchronization
import Tensor

/// A search for faces on several threads: whoever is free takes the next piece, and the finds are put together in the order of the
/// pieces, so that the answer is the one of a single thread. Threads live as long as one search.
public final class SharedSearch {
    private let cascade: HaarCascade
    private let scanners: [FaceScanner]

    /// - Parameter threads: at least 1, the caller's own among them.
    public init(cascade: HaarCascade, threads: Int) {
        self.cascade = cascade
        scanners = (0..<max(threads, 1)).map { _ in FaceScanner(cascade: cascade) }
    }

    public func candidates(in picture: LumaView, _ parameters: DetectionParameters) throws(ModelError) -> [PixelRect] {
        FaceSearch.candidates(try scan(picture, parameters), in: picture)
    }

    public func detect(in picture: LumaView, _ parameters: DetectionParameters) throws(ModelError) -> [Face] {
        FaceSearch.faces(try scan(picture, parameters), parameters, in: picture)
    }

    private func scan(_ picture: LumaView, _ parameters: DetectionParameters) throws(ModelError) -> [PixelRect] {
        let pieces = Pieces(try FaceSearch(cascade, picture, parameters))
        let helpers = scanners.dropFirst().map { scanner in
            // Lent to one helper each; all of them are waited for below, before the caller gets its picture back.
            nonisolated(unsafe) let (scanner, picture) = (scanner, picture)
            return Worker("faces") { pieces.scan(picture, with: scanner) }
        }
        pieces.scan(picture, with: scanners[0])
        for helper in helpers { helper.join() }
        return pieces.found
    }
}

/// What the threads of one search share: which piece comes next, and what was found in which.
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
