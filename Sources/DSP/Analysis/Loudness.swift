import CMath

/// Integrated loudness of stereo sound by ITU-R BS.1770-4: K-weighting, blocks of 400 ms that overlap by 75 %, an absolute gate at
/// −70 LUFS and a relative one 10 LU below the mean of what passed it.
///
/// Block powers go into a histogram with bins of 0.01 LU, so an hour needs no more memory than a second.
public struct Loudness: ~Copyable {
    private static var lowest: Double { -70 }
    private static var stepsPerUnit: Double { 100 }
    private static var steps: Int { 9000 }

    private let hopFrames: Int
    private var weighting: KWeighting
    /// Powers of the last four hops of 100 ms, the current one at `hop` & 3.
    private var hops = SIMD4<Double>.zero
    private var hop = 0
    private var hopFill = 0
    /// LUFS of the last 400 ms that are complete, in steps of 100 ms; −∞ for silence and before the first.
    public private(set) var momentary = -Double.infinity
    /// The histogram: number of blocks, and sum of their powers, by loudness.
    private let counts: UnsafeMutablePointer<Int>
    private let powers: UnsafeMutablePointer<Double>

    /// `rate` in Hz, 4 000…384 000 (outside: clamped; NaN: 44 100).
    public init(rate wanted: Double) {
        let rate = clamped(wanted, 4000, 384_000, or: 44_100)
        hopFrames = Int(rate / 10 + 0.5)
        weighting = KWeighting(rate: rate)
        counts = .allocate(capacity: Self.steps)
        powers = .allocate(capacity: Self.steps)
        counts.initialize(repeating: 0, count: Self.steps)
        powers.initialize(repeating: 0, count: Self.steps)
    }

    deinit {
        counts.deallocate()
        powers.deallocate()
    }

    /// Adds more sound; for mono pass the same buffer twice: it counts as two loudspeakers.
    /// Samples beyond ±1000 and NaN count as silence.
    @_noLocks
    public mutating func add(left: UnsafePointer<Float>, right: UnsafePointer<Float>, frames: Int) {
        var done = 0
        while done < frames {
            let count = min(frames - done, hopFrames - hopFill)
            var power = hops[hop & 3]
            for index in done..<done + count {
                let l = abs(left[index]) < 1000 ? Double(left[index]) : 0
                let r = abs(right[index]) < 1000 ? Double(right[index]) : 0
                let weighted = weighting.next(SIMD2(l, r))
                power += weighted.x * weighted.x + weighted.y * weighted.y
            }
            hops[hop & 3] = power
            hopFill += count
            done += count
            if hopFill == hopFrames { endHop() }
        }
    }

    @_noLocks
    private mutating func endHop() {
        hop += 1
        hopFill = 0
        if hop >= 4 {
            let power = ((hops.x + hops.y) + (hops.z + hops.w)) / Double(4 * hopFrames)
            let loudness = Self.units(power)
            momentary = loudness
            if loudness > Self.lowest {
                let step = min(Self.steps - 1, Int((loudness - Self.lowest) * Self.stepsPerUnit))
                // Read and written apart: `+=` here crashes the compiler under ThreadSanitizer.
                let count = counts[step]
                let sum = powers[step]
                counts[step] = count + 1
                powers[step] = sum + power
            }
        }
        hops[hop & 3] = 0
    }

    /// LUFS of everything so far; nil until a block of 400 ms exceeds −70 LUFS.
    public var integrated: Double? {
        @_noLocks get {
            guard let ungated = mean(from: 0) else { return nil }
            let gate = Self.units(ungated) - 10
            let step = max(0, Int((gate - Self.lowest) * Self.stepsPerUnit + 0.5))
            guard let gated = mean(from: step) else { return nil }
            return Self.units(gated)
        }
    }

    /// Mean power of the blocks from a step on.
    @_noLocks
    private func mean(from first: Int) -> Double? {
        var count = 0
        var sum = 0.0
        for step in first..<Self.steps {
            count += counts[step]
            sum += powers[step]
        }
        return count == 0 ? nil : sum / Double(count)
    }

    @_noLocks
    private static func units(_ power: Double) -> Double { power > 0 ? -0.691 + 10 * math_log10(power) : -.infinity }
}
