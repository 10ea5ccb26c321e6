import Capture
import Session

/// The built-in actor: a clay head that shows five expressions, and the frames in which it holds each.
struct Actor {
    /// A stretch of frames, both ends included, in which one expression is held.
    struct Hold {
        var expression: Expression
        var frames: ClosedRange<Int>
    }

    let framesPerSecond: Double
    let holds: [Hold]
    private let path: String

    init() throws(LeitmotifError) {
        path = try Home.path(of: "Resources/actor.mjpeg")
        let sidecar = try Home.path(of: "Resources/actor.toml")
        let table = try Files.table(of: sidecar, "read actor")
        guard let rate = table["frames_per_second"]?.number, rate > 0 else {
            throw LeitmotifError(
                .damaged, "read actor", sidecar, "frames_per_second is missing", next: "make it again with Resources/Actor/make")
        }
        framesPerSecond = rate
        holds = (table["hold"]?.array ?? []).compactMap { entry in
            guard let hold = entry.table, let expression = hold["expression"]?.string.flatMap(Expression.init(name:)),
                let first = hold["start_frame"]?.integer, let last = hold["end_frame"]?.integer, first <= last
            else { return nil }
            return Hold(expression: expression, frames: first...last)
        }
    }

    func open() throws(LeitmotifError) -> any FrameSource { try MotionPictureFile(path, framesPerSecond: framesPerSecond) }
}
