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

    public func candidates(in picture: LumaView, _ parameters: DetectionParameters) throws(DetectionError) -> [PixelRect] {
        FaceSearch.candidates(try scan(picture, parameters), in: picture)
    }

    public func detect(in picture: LumaView, _ parameters: DetectionParameters) throws(DetectionError) -> [Face] {
        FaceSearch.faces(try scan(picture, parameters), parameters, in: picture)
    }

    private func scan(_ picture: LumaView, _ parameters: DetectionParameters) throws(DetectionError) -> [PixelRect] {
        let work = Work(try FaceSearch(cascade, picture, parameters), picture)
        let helpers = scanners.dropFirst().map { scanner in
            let share = Share(scanner, work)
            return Worker("faces") { share.run() }
        }
        Share(scanners[0], work).run()
        for helper in helpers { helper.join() }
        return work.found.flatMap { $0 }
    }
}

/// Each piece's finds are written by the one thread that took the piece, and read when all threads have ended.
private final class Work: @unchecked Sendable {
    let search: FaceSearch
    let picture: LumaView
    private let next = Atomic<Int>(0)
    private let results: UnsafeMutablePointer<[PixelRect]>

    init(_ search: FaceSearch, _ picture: LumaView) {
        self.search = search
        self.picture = picture
        results = .allocate(capacity: search.pieces)
        results.initialize(repeating: [], count: search.pieces)
    }

    deinit {
        results.deinitialize(count: search.pieces)
        results.deallocate()
    }

    var found: [[PixelRect]] { (0..<search.pieces).map { results[$0] } }

    func run(_ scanner: FaceScanner) {
        while true {
            let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard piece < search.pieces else { return }
            scanner.scan(piece, of: search, in: picture, into: &results[piece])
        }
    }
}

/// One thread's part: its scanner is used by nobody else while it runs.
private struct Share: @unchecked Sendable {
    private let scanner: FaceScanner
    private let work: Work

    init(_ scanner: FaceScanner, _ work: Work) {
        self.scanner = scanner
        self.work = work
    }

    func run() { work.run(scanner) }
}
