/// Converts a whole file from one rate to another: at its best 128 taps, −140 dB, flat to 0.9 of the lower Nyquist frequency.
///
/// A ratio of small integers gets exactly its own phases; any other, fractional rates included, cubic interpolation between
/// 128 of them. The filter's delay is compensated: output frame 0 is source frame 0. For mono pass the same buffer twice.
/// Not for changing ratios: that is `Resampler`.
public final class RateConverter {
    /// Quality of the filter; frequencies as fractions of the lower Nyquist frequency, last the filter's delay.
    public enum Quality: Sendable {
        /// 48 taps: flat to 0.81, −90 dB from 1.05 on, 0.5 ms.
        case quick
        /// 80 taps: flat to 0.87, −110 dB from 1.05 on, 0.9 ms.
        case good
        /// 128 taps: flat to 0.9, −140 dB from 1.05 on, 1.5 ms.
        case best

        var taps: Int {
            switch self {
            case .quick: 48
            case .good: 80
            case .best: 128
            }
        }
        var decibels: Double {
            switch self {
            case .quick: 90
            case .good: 110
            case .best: 140
            }
        }
        /// Middle of the transition band.
        var cutoff: Double {
            switch self {
            case .quick: 0.93
            case .good: 0.96
            case .best: 0.975
            }
        }
    }

    /// The most frames one `process` makes.
    public static let maximumFrames = 1024

    private let step: Double
    /// step = wholeStep + numerator/denominator when exact, else the denominator is 0.
    private let wholeStep: Int
    private let numerator: Int
    private let denominator: Int
    private let taps: Int
    private let exact: PolyphaseBank
    private let between: CubicBank
    private var input: AudioRing
    private let sums: UnsafeMutablePointer<Float>
    private var wholeFrame = 0
    private var phase = 0
    private var fraction = 0.0

    /// Rates in Hz, 100…1 000 000 (outside: clamped; NaN: 44 100), at most a factor of 256 apart.
    public init(sourceRate: Double, outputRate: Double, quality: Quality = .best) {
        let source = clamped(sourceRate, 100, 1_000_000, or: 44_100)
        let output = clamped(outputRate, max(100, source / 256), min(1_000_000, source * 256), or: 44_100)
        step = source / output
        let widening = max(1, step)
        var found = 0
        for candidate in 1...4096 where found == 0 {
            let product = step * Double(candidate)
            if abs(product - product.rounded()) < 1e-11 * product { found = candidate }
        }
        let isExact = found > 0 && Double(found * quality.taps) * widening < 4_000_000
        denominator = isExact ? found : 0
        let steps = isExact ? Int((step * Double(found)).rounded()) : 0
        wholeStep = isExact ? steps / found : 0
        numerator = isExact ? steps % found : 0
        let cutoff = (step == 1 ? 1 : quality.cutoff) / widening
        // The unused bank is the smallest possible.
        exact = PolyphaseBank(
            cutoff: cutoff, taps: isExact ? quality.taps : 16, phases: max(1, denominator), decibels: quality.decibels,
            stretch: isExact ? widening : 1)
        between = CubicBank(
            cutoff: cutoff, taps: isExact ? 16 : quality.taps, phases: isExact ? 1 : 128, decibels: quality.decibels,
            stretch: isExact ? 1 : widening)
        taps = isExact ? exact.taps : between.taps
        input = AudioRing(
            minimumFrames: 2 * taps + Int(step * Double(Self.maximumFrames)) + 64, windowFrames: taps + 16)
        sums = .zeroed(32 * TapKernels.group)
    }

    deinit { sums.deallocate() }

    /// Frames of the converted file: round(sourceFrames · ratio).
    public func outputFrames(forSourceFrames frames: Int) -> Int { Int((Double(frames) / step).rounded()) }

    /// Source frames to push before the next `outputFrames` (1…1024) can be processed; past the source's end push zeros.
    public func framesNeeded(_ outputFrames: Int) -> Int {
        let ahead = Int(Double(max(0, min(outputFrames, Self.maximumFrames))) * step) + taps / 2 + 3
        return max(0, wholeFrame + ahead - input.written)
    }

    /// At most what `framesNeeded` returned.
    public func push(left: UnsafePointer<Float>, right: UnsafePointer<Float>, frames: Int) {
        input.write(left: left, right: right, frames: min(frames, input.capacity))
    }

    /// Makes `frames` (1…1024) output frames; left and right may be the same buffer.
    public func process(left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int) {
        let count = max(0, min(frames, Self.maximumFrames))
        var done = 0
        while done < count {
            let group = min(TapKernels.group, count - done)
            if denominator > 0 { sumExact(group) } else { sumBetween(group) }
            let out = TapKernels.reduced(sums)
            if group == TapKernels.group {
                UnsafeMutableRawPointer(left + done).storeBytes(of: out.lowHalf, as: SIMD8<Float>.self)
                UnsafeMutableRawPointer(right + done).storeBytes(of: out.highHalf, as: SIMD8<Float>.self)
            } else {
                for frame in 0..<group {
                    left[done + frame] = out[frame]
                    right[done + frame] = out[TapKernels.group + frame]
                }
            }
            done += group
        }
    }

    private func sumExact(_ group: Int) {
        let early = taps / 2 - 1
        var whole = wholeFrame
        var row = phase
        for slot in 0..<group {
            TapKernels.stereo(
                input.left(at: whole - early), input.right(at: whole - early), row: exact.row(row), taps: taps,
                sums: sums + 16 * slot)
            row += numerator
            whole += wholeStep
            if row >= denominator {
                row -= denominator
                whole += 1
            }
        }
        wholeFrame = whole
        phase = row
    }

    private func sumBetween(_ group: Int) {
        let early = taps / 2 - 1
        for slot in 0..<group {
            let place = fraction * Double(between.phases)
            let row = Int(place)
            TapKernels.stereo(
                input.left(at: wholeFrame - early), input.right(at: wholeFrame - early), cubic: between.row(row),
                blend: Float(place - Double(row)), taps: taps, sums: sums + 16 * slot)
            fraction += step
            let carry = Int(fraction)
            wholeFrame += carry
            fraction -= Double(carry)
        }
    }
}
