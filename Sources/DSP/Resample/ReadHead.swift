/// Where a resampler reads: a position that advances by a gliding step.
///
/// Positions and steps are fixed point, in units of 2⁻⁵⁵ frames: hours of running lose no precision, and no rounding depends on
/// how the output is cut into calls.
struct ReadHead {
    /// Bits of a fraction.
    static var fractionBits: Int { @_noLocks @inline(__always) get { 55 } }
    static var one: Int { @_noLocks @inline(__always) get { 1 << fractionBits } }

    /// Input frame and fraction of the next output frame.
    private(set) var wholeFrame = 0
    private(set) var fraction = 0
    private(set) var step: Int
    private(set) var targetStep: Int
    private var slope = 0
    private var periodsLeft = 0
    /// Output frames over which half a frame is absorbed.
    private let returnFrames: Int

    /// `step` in frames, 0…255; `rate` of the output in Hz.
    init(step: Double, rate: Double) {
        self.step = Self.fixed(step)
        targetStep = self.step
        returnFrames = max(64, Int(0.1 * rate))
    }

    @_noLocks
    static func fixed(_ step: Double) -> Int { Int(clamped(step, 0, 255, or: 1) * Double(one) + 0.5) }

    @_noLocks
    static func frames(_ fixed: Int) -> Double { Double(fixed) / Double(one) }

    /// Whether every output frame of this control period coincides with an input frame.
    var isOnWholeFrames: Bool { @_noLocks get { fraction == 0 && step == Self.one && slope == 0 } }

    /// Glides to `newStep` over a number of control periods; 0: at once.
    @_noLocks
    mutating func glide(to newStep: Double, periods: Int) {
        targetStep = Self.fixed(newStep)
        if periods == 0 {
            step = targetStep
            slope = 0
            periodsLeft = 0
        } else if targetStep != step || periodsLeft > 0 {
            periodsLeft = periods
        }
    }

    /// Begins the next control period. `seekingWholeFrames`: at step 1 the distance to the nearest whole frame, half a frame at
    /// most, is absorbed over a tenth of a second, 0.2 cents off; from then on the output is the input, bit for bit.
    @_noLocks
    mutating func tick(seekingWholeFrames: Bool) {
        if periodsLeft > 0 {
            slope = (targetStep - step) / (16 * periodsLeft)
            periodsLeft -= 1
            return
        }
        slope = 0
        step = targetStep
        if !seekingWholeFrames || step != Self.one || fraction == 0 { return }
        let isPast = fraction <= Self.one / 2
        let distance = isPast ? fraction : Self.one - fraction
        // In sixteen equal steps; the remainder is far below a sample's last bit, and is added at the end.
        let stride = min(distance / 16, Self.one / (2 * returnFrames))
        if stride == distance / 16 { fraction += isPast ? -(distance & 15) : distance & 15 }
        step += isPast ? -stride : stride
    }

    /// Records the positions of the next `count` (≤ 16) output frames, and advances.
    @_noLocks
    mutating func advance(_ count: Int, frames: UnsafeMutablePointer<Int>, fractions: UnsafeMutablePointer<Int>) {
        var whole = wholeFrame
        var part = fraction
        var pace = step
        for index in 0..<count {
            frames[index] = whole
            fractions[index] = part
            pace &+= slope
            part &+= pace
            whole &+= part >> Self.fractionBits
            part &= Self.one &- 1
        }
        wholeFrame = whole
        fraction = part
        step = pace
    }

    @_noLocks
    mutating func reset() {
        wholeFrame = 0
        fraction = 0
        glide(to: Self.frames(targetStep), periods: 0)
    }
}
