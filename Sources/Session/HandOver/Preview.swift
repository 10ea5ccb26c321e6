import Synchronization
import Tensor

/// A small grey picture of what the camera sees, for as long as somebody asks for it: kept in memory until the next one, nowhere
/// else. Any thread.
public final class Preview: Sendable {
    /// No picture is wider, nor higher.
    public static let mostPixels = 320
    /// From one picture to the next, at least.
    private static let seconds = 0.1

    /// Full-range luma, row by row.
    public struct Picture: Sendable {
        /// Counts the pictures.
        public var number = 0
        /// In pixels.
        public var width: Int, height: Int
        /// `width · height` of them.
        public var luma: [UInt8]
    }

    private struct State: Sendable {
        var until = -Double.infinity
        var next = 0.0
        var count = 0
        var picture: Picture?
    }

    private let state = Mutex(State())

    /// Nobody asks yet.
    public init() {}

    /// Shows pictures until the monotonic clock reaches `seconds`; one that is past ends it and forgets the last picture.
    public func show(until seconds: Double) {
        state.withLock { state in
            state.until = seconds
            if seconds <= Clock.seconds { state.picture = nil }
        }
    }

    /// Seconds until it ends by itself; 0 when it is off.
    public var secondsLeft: Double { state.withLock { max($0.until - Clock.seconds, 0) } }

    /// The newest picture while it is on.
    public var picture: Picture? { state.withLock { $0.until > Clock.seconds ? $0.picture : nil } }

    /// The watcher's side: an upright picture.
    func see(_ picture: LumaView) {
        let now = Clock.seconds
        let number: Int? = state.withLock { state in
            guard state.until > now else {
                state.picture = nil
                return nil
            }
            guard now >= state.next else { return nil }
            state.next = now + Preview.seconds
            state.count += 1
            return state.count
        }
        guard let number else { return }
        let small = Preview.reduced(picture, number: number)
        state.withLock { state in if state.until > now { state.picture = small } }
    }

    /// By the smallest whole factor that fits, each pixel the mean of its square.
    static func reduced(_ picture: LumaView, number: Int) -> Picture {
        let factor = max((max(picture.width, picture.height) + mostPixels - 1) / mostPixels, 1)
        let (width, height) = (max(picture.width / factor, 1), max(picture.height / factor, 1))
        var luma = [UInt8](repeating: 0, count: width * height)
        guard picture.width >= factor, picture.height >= factor else { return Picture(number: number, width: width, height: height, luma: luma) }
        for y in 0..<height {
            for x in 0..<width {
                var sum = 0
                for row in 0..<factor {
                    let line = picture.base + (y * factor + row) * picture.stride
                    for column in 0..<factor { sum += Int(line[x * factor + column]) }
                }
                luma[y * width + x] = UInt8(sum / (factor * factor))
            }
        }
        return Picture(number: number, width: width, height: height, luma: luma)
    }
}
