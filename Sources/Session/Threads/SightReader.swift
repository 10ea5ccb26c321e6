import Capture
import Tensor

/// The sights of a source, picture by picture, as fast as possible: for work without a clock. Belongs to one thread at a time.
public final class SightReader {
    private let source: any FrameSource
    private let watcher: Watcher
    private var plane = LumaPlane(width: 1, height: 1)

    /// Nothing else may use either of them meanwhile.
    public init(_ source: any FrameSource, _ watcher: Watcher) {
        self.source = source
        self.watcher = watcher
    }

    /// What of the source cannot be seen; known at its end.
    public var damage: SourceDamage? { source.damage }

    /// The next sight, nil at the source's end; waits for a camera.
    public func next() throws(LeitmotifError) -> Sight? {
        let start = Clock.threadSeconds
        guard let stamp = try source.next(into: &plane) else { return nil }
        let decoded = Clock.threadSeconds - start
        var sight: Sight
        do throws(ModelError) {
            sight = try watcher.examine(plane.view, stamp)
        } catch {
            throw LeitmotifError("look at picture", stamp.name ?? "of the camera", error, next: "choose another source")
        }
        sight.lasting = source.frameSeconds ?? 0
        sight.decodeMilliseconds = decoded * 1000
        return sight
    }
}
