/// How often parameters move: once in 16 frames coefficients are made, between them they are interpolated.
/// Periods are counted from a stage's first frame, so the way the output is cut into calls never matters.
public enum ControlPeriod {
    /// Frames in one control period.
    @inlinable
    public static var frames: Int { @_noLocks get { 16 } }

    /// The number of periods that come closest to `seconds`, at least one.
    @_noLocks
    static func count(seconds: Double, rate: Double) -> Int { max(1, Int(seconds * rate / 16 + 0.5)) }
}

/// A parameter that never jumps: it walks to its target in a straight line, and lands on it exactly.
public struct Smoothed: BitwiseCopyable, Sendable {
    /// Value at the end of the running control period.
    public private(set) var value: Float
    /// Where the value is heading; equals `value` once it has arrived.
    public private(set) var target: Float
    private var start: Float
    private var slope: Float = 0
    private var periodsLeft = 0

    /// A parameter at rest at `value`.
    public init(_ value: Float) {
        self.value = value
        target = value
        start = value
    }

    /// Reaches `target` after `periods` control periods.
    @_noLocks
    public mutating func glide(to target: Float, periods: Int) {
        guard target != self.target || periodsLeft == 0 else { return }
        self.target = target
        periodsLeft = target == value ? 0 : max(1, periods)
    }

    /// Jumps to `target`, without a ramp: for what is not heard.
    @_noLocks
    public mutating func snap(to target: Float) { self = Smoothed(target) }

    /// `glide`, or `snap` when `periods` is 0.
    @_noLocks
    mutating func move(to target: Float, periods: Int) {
        if periods == 0 { snap(to: target) } else { glide(to: target, periods: periods) }
    }

    /// Begins the next control period.
    @_noLocks
    public mutating func tick() {
        start = value
        if periodsLeft > 0 {
            value = periodsLeft == 1 ? target : value + (target - value) / Float(periodsLeft)
            periodsLeft -= 1
        }
        slope = (value - start) * 0.0625
    }

    /// Value at frame 0…15 of the running period.
    @_noLocks @inline(__always)
    public func at(_ frame: Int) -> Float { start + slope * Float(frame + 1) }

    /// The running period's values from frame `phase` on; lanes past its end are meaningless.
    @_noLocks @inline(__always)
    func lanes(from phase: Int) -> Lanes {
        let steps = Lanes(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)
        return Lanes(repeating: start) + Lanes(repeating: slope) * (steps + Lanes(repeating: Float(phase)))
    }

    /// Nothing moves in the running period, nor later.
    public var isSettled: Bool { @_noLocks get { periodsLeft == 0 && slope == 0 } }

    /// The value is zero in all of the running period and stays there.
    var isZero: Bool { @_noLocks get { isSettled && value == 0 } }
}
