/// A look-ahead limiter: no wave leaves above −1 dB of full scale, also not between the samples, and below it nothing is touched.
///
/// Needed gain g = min(1, ceiling/|true peak|); its smallest value over the look-ahead is held, released in about 80 ms, and
/// averaged over nearly as long, so that the gain has arrived when the peak does.
///
///     var limiter = Limiter(rate: 48_000)
///     limiter.process(left: left, right: right, frames: 512)       // in place, `lookAheadFrames` late
public struct Limiter: ~Copyable {
    /// Frames by which the output lags the input: those of the true peak's filter, then those of the look-ahead.
    public static var lookAheadFrames: Int { @_noLocks get { 64 } }
    private static var spanFrames: Int { @_noLocks get { lookAheadFrames - TruePeak.aheadFrames } }
    /// An eighth of a decibel under −1 dB, for what four times the rate does not see: white noise at any gain stays below.
    private static var ceiling: Float { @_noLocks get { 0.877_5 } }

    private let release: Float
    private let truePeak: TruePeak
    /// Sound that never goes above this has no wave over the ceiling.
    private let lowLevel: Float
    private var sound: AudioRing
    /// Line 0: needed gains; line n: the smallest of the last 2ⁿ of them.
    private let smallest: DelayLines
    private let smallestLines = 6
    /// Of sixteen frames: their peaks, then the gains that these need.
    private let gains: UnsafeMutablePointer<Float>
    /// The held gains of the look-ahead, as a ring of 64.
    private let held: UnsafeMutablePointer<Float>
    /// Sixteen frames of left and then right, for a caller whose buffers end where their sound does.
    private let block: UnsafeMutablePointer<Float>
    private var heldSum: Double
    private var envelope: Float = 1
    private var frame = 0
    /// Frames since a sample that could have led to a wave over the ceiling.
    private var lowFrames = 0
    /// Frames for which the gain must still be computed; 0 in ordinary music.
    private var busyFrames = 0

    /// `rate` in Hz, 4 000…384 000 (outside: clamped; NaN: 44 100).
    public init(rate wanted: Double) {
        let rate = clamped(wanted, 4000, 384_000, or: 44_100)
        release = Float(1 / (0.08 * rate))
        truePeak = TruePeak()
        lowLevel = Self.ceiling / truePeak.highestGain
        sound = AudioRing(minimumFrames: 256, windowFrames: 128)
        smallest = DelayLines(count: smallestLines, maximumFrames: 64)
        gains = .zeroed(16)
        held = .zeroed(64)
        block = .zeroed(32)
        heldSum = Double(Self.spanFrames)
        restart()
    }

    deinit {
        gains.deallocate()
        held.deallocate()
        block.deallocate()
    }

    /// Limits any number of frames in place; how they are cut into calls does not change them.
    @_noLocks
    public mutating func process(left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int) {
        var done = 0
        while done < frames {
            let count = min(16, frames - done)
            block.copy(from: left + done, count: count)
            (block + 16).copy(from: right + done, count: count)
            process(block, block + 16, frames: count)
            (left + done).copy(from: block, count: count)
            (right + done).copy(from: block + 16, count: count)
            done += count
        }
    }

    /// Up to 16 frames in place; the buffers hold sixteen.
    @_noLocks
    mutating func process(_ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, frames: Int) {
        sound.write(left: left, right: right, frames: frames)
        let newest = sound.written - frames
        let judged = newest - TruePeak.aheadFrames
        lowFrames = left.lanes.magnitudes.larger(right.lanes.magnitudes).largest <= lowLevel ? lowFrames + frames : 0
        let pastLeft = sound.left(at: newest - Self.lookAheadFrames).lanes
        let pastRight = sound.right(at: newest - Self.lookAheadFrames).lanes
        if busyFrames == 0 && lowFrames >= 48 {
            left.store(pastLeft)
            right.store(pastRight)
            frame += frames
            return
        }
        truePeak.sixteen(sound.left(at: judged - 7) + 7, sound.right(at: judged - 7) + 7, into: gains)
        let peaks = gains.lanes
        if busyFrames == 0 && !isLoud(peaks, frames) {
            left.store(pastLeft)
            right.store(pastRight)
        } else {
            if busyFrames == 0 { restart() }
            computeGains(peaks, frames)
            left.store(pastLeft * gains.lanes)
            right.store(pastRight * gains.lanes)
        }
        frame += frames
    }

    /// Lanes past `frames` hold no sound yet.
    @_noLocks @inline(__always)
    private func isLoud(_ peaks: Lanes, _ frames: Int) -> Bool {
        if peaks.largest <= Self.ceiling { return false }
        for index in 0..<frames where peaks[index] > Self.ceiling { return true }
        return false
    }

    @_noLocks
    private mutating func computeGains(_ peaks: Lanes, _ frames: Int) {
        let one = Lanes(repeating: 1)
        let ceiling = Lanes(repeating: Self.ceiling)
        smallest.store(0, at: frame, one.replacing(with: ceiling / peaks, where: peaks .> ceiling))
        for line in 1..<smallestLines {
            let earlier = smallest.load(line - 1, at: frame - (1 << (line - 1)))
            smallest.store(line, at: frame, smallest.load(line - 1, at: frame).smaller(earlier))
        }
        // 64 frames: longer than the mean's span, so that a wave between two samples is met on both sides.
        let last = smallestLines - 1
        gains.store(smallest.load(last, at: frame).smaller(smallest.load(last, at: frame - 32)))
        for index in 0..<frames {
            envelope = min(gains[index], envelope + (1 - envelope) * release + 1e-6)
            let place = (frame + index) & 63
            heldSum += Double(envelope) - Double(held[(place - Self.spanFrames) & 63])
            held[place] = envelope
            if peaks[index] > Self.ceiling || envelope < 1 { busyFrames = 160 }
            gains[index] = busyFrames > 0 ? min(1, Float(heldSum / Double(Self.spanFrames))) : 1
            busyFrames = max(0, busyFrames - 1)
            // All of the ring is ones again; what rounding left in their sum goes.
            if busyFrames == 0 { heldSum = Double(Self.spanFrames) }
        }
    }

    /// Nothing was limited for a while: the rings were not kept up, and hold only ones.
    @_noLocks
    private mutating func restart() {
        for line in 0..<smallestLines {
            var block = frame - 64
            while block <= frame {
                smallest.store(line, at: block, Lanes(repeating: 1))
                block += 16
            }
        }
        for index in 0..<64 { held[index] = 1 }
        heldSum = Double(Self.spanFrames)
        envelope = 1
    }

    /// Silence behind, nothing limited.
    @_noLocks
    public mutating func reset() {
        sound.reset()
        restart()
        busyFrames = 0
        lowFrames = 0
        frame = 0
    }
}
