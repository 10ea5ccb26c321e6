import Capture
import Tensor

/// Reads a film whole, as fast as it can: who is in it, what they show, and where it is cut. Belongs to one thread at a time.
public final class FilmReader {
    private let sights: SightReader
    private let pictures: WatchedPictures

    /// - Parameter watcher: must read everybody (`FaceChoice.all`).
    public init(_ source: any FrameSource, _ watcher: Watcher) {
        pictures = WatchedPictures(source)
        sights = SightReader(pictures, watcher)
    }

    /// Where the film is cut, as far as it was read.
    public var cuts: [Double] { pictures.finder.cuts }
    /// What of it cannot be seen; known at its end.
    public var damage: SourceDamage? { sights.damage }

    /// Reads to the end.
    /// - Parameter progress: called with every picture's time; false stops.
    /// - Throws: when the source fails, and when it holds no moving picture.
    public func read(progress: (Double) -> Bool) throws(LeitmotifError) -> FilmSights {
        var film = FilmSights()
        while let sight = try sights.next() {
            guard sight.name == nil else {
                throw LeitmotifError(
                    .unsupported, "score", sight.name ?? "", "it is a still picture", next: "name a video, FILE.y4m, or - for Y4M from a pipe")
            }
            film.add(sight)
            guard progress(sight.seconds) else { break }
        }
        return film
    }
}

/// Passes pictures on, and looks for cuts in them.
private final class WatchedPictures: FrameSource {
    private let source: any FrameSource
    private(set) var finder = CutFinder()

    init(_ source: any FrameSource) { self.source = source }

    var frameSeconds: Double? { source.frameSeconds }
    var isRewindable: Bool { false }
    var damage: SourceDamage? { source.damage }

    func next(into plane: inout LumaPlane) throws(LeitmotifError) -> FrameStamp? {
        let stamp = try source.next(into: &plane)
        if let stamp { finder.see(plane.view, at: stamp.seconds) }
        return stamp
    }

    func rewind() throws(LeitmotifError) { try source.rewind() }
}
