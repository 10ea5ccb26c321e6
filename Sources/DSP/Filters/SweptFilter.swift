import CMath

/// A low- or high-pass that opens, closes and leaves without a click: the cutoff glides on a logarithmic scale;
/// "off" first opens it, then crossfades to the dry signal, then costs nothing.
public struct SweptFilter: ~Copyable {
    private let isHighPass: Bool
    private let rate: Double
    private let openLog2: Float
    private let sweepPeriods: Int
    private let fadePeriods: Int
    private var filter = StateVariableFilter()
    private var cutoffLog2: Smoothed
    private var q = Smoothed(0.707)
    private var mix = Smoothed(0)
    private var isWanted = false

    /// - Parameters:
    ///   - highPass: else a low-pass.
    ///   - rate: sample rate in Hz.
    public init(highPass: Bool, rate: Double) {
        isHighPass = highPass
        self.rate = rate
        openLog2 = Float(math_log2(highPass ? 10 : min(20_000, 0.45 * rate)))
        cutoffLog2 = Smoothed(openLog2)
        sweepPeriods = ControlPeriod.count(seconds: 0.06, rate: rate)
        fadePeriods = ControlPeriod.count(seconds: 0.02, rate: rate)
    }

    /// Cutoff 10 Hz … 0.45 rate, Q 0.1 … 20; a cutoff of nil opens and then bypasses the filter. Within 60 ms unless `atOnce`.
    @_noLocks
    public mutating func set(cutoffHertz: Float?, q newQ: Float, atOnce: Bool) {
        isWanted = cutoffHertz != nil
        var log2 = openLog2
        if let cutoffHertz { log2 = Float(math_log2(Double(cutoffHertz))) }
        if atOnce {
            cutoffLog2.snap(to: log2)
            q.snap(to: newQ)
            mix.snap(to: isWanted ? 1 : 0)
            filter.reset()
            filter.snap(coefficients)
        } else {
            if mix.isZero {
                filter.reset()
                cutoffLog2.snap(to: openLog2)
                q.snap(to: newQ)
                filter.snap(coefficients)
            }
            cutoffLog2.glide(to: log2, periods: sweepPeriods)
            if isWanted {
                q.glide(to: newQ, periods: sweepPeriods)
                mix.glide(to: 1, periods: fadePeriods)
            }
        }
    }

    private var coefficients: StateVariableFilter.Coefficients {
        @_noLocks get {
            .init(cutoff: min(0.45, math_exp2(Double(cutoffLog2.value)) / rate), q: Double(q.value))
        }
    }

    /// Begins a control period of `ControlPeriod.frames`.
    @_noLocks
    public mutating func tick() {
        let wasSettled = cutoffLog2.isSettled && q.isSettled
        cutoffLog2.tick()
        q.tick()
        if !isWanted && cutoffLog2.isSettled && mix.target != 0 { mix.glide(to: 0, periods: fadePeriods) }
        mix.tick()
        if mix.isZero { return }
        if wasSettled && cutoffLog2.isSettled && q.isSettled { filter.settle() } else { filter.glide(to: coefficients) }
    }

    /// Filters frames `phase` ..< `phase + frames` of the control period in place; the buffers hold the whole period.
    @_noLocks
    public mutating func process(
        _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, frames: Int, phase: Int
    ) {
        if mix.isZero { return }
        if isHighPass {
            filter.process(left, right, frames: frames, phase: phase, mix: mix, output: .high)
        } else {
            filter.process(left, right, frames: frames, phase: phase, mix: mix, output: .low)
        }
    }

    /// Clears the state; cutoff, Q and mix stay.
    @_noLocks
    public mutating func reset() { filter.reset() }
}
