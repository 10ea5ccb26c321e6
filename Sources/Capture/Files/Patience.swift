/// How long to wait for a program or a disk that sends nothing. Belongs to one thread.
public struct Patience {
    /// From the last byte to giving up.
    public var seconds: Double
    /// Asked about every 50 ms: true ends the waiting.
    public var isOver: () -> Bool

    /// Ten seconds, or until `isOver`.
    public init(seconds: Double = 10, until isOver: @escaping () -> Bool = { false }) {
        self.seconds = seconds
        self.isOver = isOver
    }

    /// Waits as long as `isOver` allows.
    public static func endless(until isOver: @escaping () -> Bool) -> Patience { Patience(seconds: .infinity, until: isOver) }
}
