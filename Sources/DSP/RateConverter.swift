/// Converts a whole file from one rate to another: 128 taps, −140 dB, flat to 0.9 of the lower Nyquist frequency.
///
/// A ratio of small whole numbers gets exactly its own phases; any other, fractional rates included, 4096 of them with
/// interpolation between. The filter's delay is compensated: output frame 0 is source frame 0. For mono pass the same
/// buffer twice. Not for changing ratios: that is `Resampler`.
public final class RateConverter {
    /// The most frames one `process` makes.
    public static let maximumFrames = 1024

    private let step: Double
    /// step = numerator/denominator when exact.
    private let numerator: Int
    private let denominator: Int
    private let isExact: Bool
    private let bank: PolyphaseBank
    private var input: AudioRing
    private let partial: UnsafeMutablePointer<Float>
    private var wholeFrame = 0
    private var phase = 0
    private var fraction = 0.0

    /// Rates in Hz, 100…1 000 000 (outside: clamped; NaN: 44 100), at most a factor of 256 apart.
    public init(sourceRate: Double, outputRate: Double) {
        let source = tamed(sourceRate, 100, 1_000_000, or: 44_100)
        let output = tamed(outputRate, max(100, source / 256), min(1_000_000, source * 256), or: 44_100)
        step = source / output
        let widening = max(1, step)
        let taps = 128 * widening
        var found = 0
        for candidate in 1...4096 where found == 0 {
            let product = step * Double(candidate)
            if abs(product - product.rounded()) < 1e-11 * product { found = candidate }
        }
        isExact = found > 0 && Double(found) * taps < 4_000_000
        denominator = isExact ? found : max(64, Int(4096 / widening))
        numerator = isExact ? Int((step * Double(found)).rounded()) : 0
        bank = PolyphaseBank(
            cutoff: (step == 1 ? 1 : 0.975) / widening, taps: 128, phases: denominator, decibels: 140, stretch: widening)
        input = AudioRing(minimumFrames: 2 * bank.taps + Int(step * Double(Self.maximumFrames)) + 64)
        partial = .zeroed(8 * Self.maximumFrames)
    }

    deinit { partial.deallocate() }

    /// round(sourceFrames · ratio): how many frames the converted file has.
    public func outputFrames(forSourceFrames frames: Int) -> Int { Int((Double(frames) / step).rounded()) }

    /// Source frames to push before the next `outputFrames` (1…1024) can be processed; past the end push zeros.
    public func framesNeeded(_ outputFrames: Int) -> Int {
        let ahead = Int(Double(max(0, min(outputFrames, Self.maximumFrames))) * step) + bank.taps / 2 + 3
        return max(0, wholeFrame + ahead - input.written)
    }

    /// At most what `framesNeeded` answered.
    public func push(left: UnsafePointer<Float>, right: UnsafePointer<Float>, frames: Int) {
        input.write(left: left, right: right, frames: min(frames, input.capacity))
    }

    /// Makes `frames` (1…1024) output frames; left and right may be the same buffer.
    public func process(left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int) {
        let count = max(0, min(frames, Self.maximumFrames))
        let taps = bank.taps
        for frame in 0..<count {
            let start = wholeFrame - (taps / 2 - 1)
            var row = phase
            var blend: Float = 0
            if !isExact {
                let exact = fraction * Double(denominator)
                row = Int(exact)
                blend = Float(exact - Double(row))
            }
            TapKernels.stereo(
                input.left(at: start), input.right(at: start), low: bank.row(row), high: bank.row(isExact ? row : row + 1),
                blend: blend, taps: taps, partial: partial + 8 * frame)
            advance()
        }
        for frame in 0..<count {
            let p = partial + 8 * frame
            left[frame] = (p[0] + p[2]) + (p[1] + p[3])
            right[frame] = (p[4] + p[6]) + (p[5] + p[7])
        }
    }

    @inline(__always)
    private func advance() {
        if isExact {
            phase += numerator
            wholeFrame += phase / denominator
            phase %= denominator
        } else {
            fraction += step
            let carry = Int(fraction)
            wholeFrame += carry
            fraction -= Double(carry)
        }
    }
}
