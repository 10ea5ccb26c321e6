import DSP
import Glibc

/// One song turns into another: equal power, and as loud as two unlike sounds would be however alike the two are. Recordings of one
/// theme partly add up and partly cancel; what both have in common is measured while they fade, and made up for.
///
/// Counted in output frames, so that the way the output is cut into calls does not matter.
struct CrossFade: ~Copyable {
    /// Decks lag by their limiters: what comes is silent for so long, and the fade waits for it.
    private static var lagFrames: Int { @_noLocks get { Limiter.lookAheadFrames } }
    private static var periodFrames: Int { @_noLocks get { 16 } }
    private static let memorySeconds = 0.08

    private let frames: Int
    private let turn: SIMD2<Double>
    private let forget: Float
    private var done: Int
    /// Gains of what leaves and what comes.
    private var gains = SIMD2<Double>(1, 0)
    /// Powers of both, and what they have in common.
    private var powers = SIMD2<Float>(0, 0)
    private var common: Float = 0
    /// Makes up for it: now, and its slope in this period.
    private var level: Float = 1
    private var slope: Float = 0

    init(seconds: Double, rate: Double) {
        frames = max(CrossFade.periodFrames, Int(seconds * rate))
        turn = SIMD2(cos(.pi / 2 / Double(frames)), sin(.pi / 2 / Double(frames)))
        forget = Float(1 - exp(-1 / (CrossFade.memorySeconds * rate)))
        done = frames
    }

    var isOn: Bool { @_noLocks get { done < frames } }
    /// Frames until it has ended.
    var framesLeft: Int { @_noLocks get { frames - done } }

    @_noLocks mutating func begin() {
        done = -CrossFade.lagFrames
        gains = SIMD2(1, 0)
        powers = SIMD2(0, 0)
        (common, level, slope) = (0, 1, 0)
    }

    /// Mixes what leaves into what comes.
    @_noLocks mutating func mix(
        _ oldLeft: UnsafePointer<Float>, _ oldRight: UnsafePointer<Float>, into left: UnsafeMutablePointer<Float>,
        _ right: UnsafeMutablePointer<Float>, frames count: Int
    ) {
        for index in 0..<count {
            let (l0, r0, l1, r1) = (oldLeft[index], oldRight[index], left[index], right[index])
            powers.x += forget * (l0 * l0 + r0 * r0 - powers.x)
            powers.y += forget * (l1 * l1 + r1 * r1 - powers.y)
            common += forget * (l0 * l1 + r0 * r1 - common)
            if (done + index) & (CrossFade.periodFrames - 1) == 0 { tick() }
            level += slope
            let (a, b) = (Float(gains.x) * level, Float(gains.y) * level)
            left[index] = a * l0 + b * l1
            right[index] = a * r0 + b * r1
            if done + index >= 0 {
                gains = SIMD2(gains.x * turn.x - gains.y * turn.y, gains.y * turn.x + gains.x * turn.y)
            }
        }
        done += count
    }

    /// A single instruction, into which the analysis of `@_noLocks` cannot see.
    @_semantics("no_performance_analysis") @inline(__always) private static func root(_ number: Float) -> Float { number.squareRoot() }

    @_noLocks private mutating func tick() {
        let (a, b) = (Float(gains.x), Float(gains.y))
        let apart = a * a * powers.x + b * b * powers.y
        let together = apart + 2 * a * b * common
        // Sounds that cancel out are no reason to amplify without end.
        var ratio: Float = 1
        if apart > 1e-12 { ratio = together > 0.5 * apart ? apart / together : 2 }
        slope = (CrossFade.root(ratio) - level) / Float(CrossFade.periodFrames)
    }
}
