import Capture
import Tensor

/// What is seen in a source, picture by picture, as fast as it goes: for work that needs no wall clock.
public final class SightReader {
    private let source: any FrameSource
    private let watcher: Watcher
    private var plane = LumaPlane(width: 1, height: 1)

    /// Neither may be used by anybody else meanwhile.
    public init(_ source: any FrameSource, _ watcher: Watcher) {
        self.source = source
        self.watcher = watcher
    }

    /// The next sight; nil at the source's end. A camera is waited for.
    public func next() throws(LeitmotifError) -> Sight? {
        let begin = Clock.threadSeconds
        guard let stamp = try source.next(into: &plane) else { return nil }
        let decoded = Clock.threadSeconds - begin
        var sight: Sight
        do throws(ModelError) {
            sight = try watcher.look(at: plane.view, stamp)
        } catch {
            throw LeitmotifError("look at picture", stamp.name ?? "of the camera", error, next: "choose another source")
        }
        sight.lasting = source.frameSeconds ?? 0
        sight.decodeMilliseconds = decoded * 1000
        return sight
    }
}
