import CMath

/// How loud the sound is just now, as a number 0…1 that may move a filter: 0 at −40 dB of full scale and below, 1 at −10 dB
/// and above, evenly in between. It rises within some 10 ms and falls 30 dB in 0.4 s, so that a note opens what it moves
/// and the pause after it closes it again.
///
/// The loudest sample of each control period counts, from the period after it on: however the sound is cut, the same
/// numbers come out.
struct EnvelopeFollower {
    private static var lowestDecibels: Double { -40 }
    private static var highestDecibels: Double { -10 }

    private let fallPerPeriod: Float
    private let risePerPeriod: Double
    private var periodPeak: Float = 0
    /// The peak as it rings off by e every 0.12 s: 72 dB a second.
    private var held: Float = 0
    private(set) var value = 0.0

    init(rate: Double) {
        fallPerPeriod = Float(math_exp(-16 / (0.12 * rate)))
        risePerPeriod = 1 - math_exp(-16 / (0.005 * rate))
    }

    /// Begins the next control period. `sensitivityDecibels`: as if the sound were louder by so much.
    @_noLocks
    mutating func tick(sensitivityDecibels: Float) {
        held = max(periodPeak, held * fallPerPeriod)
        if held < 1e-6 { held = 0 }
        periodPeak = 0
        let decibels = 20 * math_log10(max(1e-6, Double(held))) + Double(sensitivityDecibels)
        let wanted = (decibels - Self.lowestDecibels) / (Self.highestDecibels - Self.lowestDecibels)
        value += (max(0, min(1, wanted)) - value) * risePerPeriod
        // An exponential never arrives, and denormal numbers are slow.
        if value < 1e-6 { value = 0 }
    }

    /// Hears up to sixteen frames of the running control period.
    @_noLocks
    mutating func listen(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, frames: Int) {
        for frame in 0..<frames { periodPeak = max(periodPeak, max(abs(left[frame]), abs(right[frame]))) }
    }

    @_noLocks
    mutating func reset() {
        periodPeak = 0
        held = 0
        value = 0
    }
}
