/// How much goes into an effect, how much comes back, and whether it still has something to say.
struct SendReturn {
    private(set) var input = Smoothed(0)
    private(set) var output = Smoothed(0)
    private(set) var isRunning = false
    private let memoryPeriods: Int
    private var quietPeriods = 0
    private var isLoud = false
    /// What comes back is on its way to nothing, and ends there however loud it still is inside.
    private var isCutting = false

    init(memoryFrames: Int) { memoryPeriods = memoryFrames / ControlPeriod.frames + 1 }

    @_noLocks
    mutating func open(level: Float, periods: Int) {
        output.move(to: level, periods: isRunning ? periods : 0)
        input.move(to: 1, periods: periods)
        isRunning = true
        isCutting = false
        quietPeriods = 0
    }

    @_noLocks
    mutating func close(periods: Int, cutsTail: Bool) {
        input.move(to: 0, periods: periods)
        if cutsTail && isRunning {
            isCutting = true
            output.move(to: 0, periods: periods)
        }
    }

    /// Only a whole memory of quiet ends an effect: what lies in its lines could be heard again with a longer delay.
    /// True when its tail was cut: then what lies there must be cleared before it is used again.
    @_noLocks
    mutating func tick() -> Bool {
        quietPeriods = isLoud || !input.isZero ? 0 : quietPeriods + 1
        isLoud = false
        let hasFaded = isCutting && output.isZero
        if isRunning && (hasFaded || input.isZero && quietPeriods > memoryPeriods) {
            isRunning = false
            isCutting = false
        }
        input.tick()
        output.tick()
        return hasFaded
    }

    /// Notes frames over −100 dB of full scale: below, it is over. Sixteen at once, or fewer.
    @_noLocks @inline(__always)
    mutating func listen(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, frames: Int) {
        if isLoud || !input.isZero { return }
        if frames == 16 {
            isLoud = left.lanes.magnitudes.larger(right.lanes.magnitudes).largest >= 1e-5
        } else {
            for frame in 0..<frames where max(abs(left[frame]), abs(right[frame])) >= 1e-5 { isLoud = true }
        }
    }
}
