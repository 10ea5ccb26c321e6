/// A look-ahead limiter: no sample leaves above −1 dB of full scale, and below it nothing is touched.
///
/// Needed gain g = min(1, ceiling/|peak|); its smallest value over the look-ahead is held, released in about 80 ms, and
/// averaged over the look-ahead, so that the gain has arrived when the peak does.
struct Limiter: ~Copyable {
    /// Frames by which the output lags the input.
    static var lookAheadFrames: Int { @_noLocks get { 64 } }
    private static var ceiling: Float { @_noLocks get { 0.891_250 } }

    private let release: Float
    private var sound: AudioRing
    /// Needed gains of the last 65 frames, then held gains of the last 64, as rings of 128.
    private let needed: UnsafeMutablePointer<Float>
    private let held: UnsafeMutablePointer<Float>
    private var heldSum = 64.0
    private var envelope: Float = 1
    private var frame = 0
    /// Frames for which the gain must still be computed; 0 in ordinary music.
    private var busyFrames = 0

    init(rate: Double) {
        release = Float(1 / (0.08 * rate))
        sound = AudioRing(minimumFrames: 256)
        needed = .zeroed(128)
        held = .zeroed(128)
        needed.update(repeating: 1, count: 128)
        held.update(repeating: 1, count: 128)
    }

    deinit {
        needed.deallocate()
        held.deallocate()
    }

    /// Up to 16 frames in place.
    @_noLocks
    mutating func process(_ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, frames: Int) {
        sound.write(left: left, right: right, frames: frames)
        let start = sound.written - frames - Self.lookAheadFrames
        let pastLeft = sound.left(at: start)
        let pastRight = sound.right(at: start)
        for index in 0..<frames {
            let peak = max(abs(left[index]), abs(right[index]))
            if peak > Self.ceiling {
                if busyFrames == 0 { restart() }
                busyFrames = 160
            }
            var gain: Float = 1
            if busyFrames > 0 {
                gain = nextGain(peak)
                busyFrames = envelope < 1 ? 160 : busyFrames - 1
            }
            left[index] = pastLeft[index] * gain
            right[index] = pastRight[index] * gain
            frame += 1
        }
    }

    @_noLocks
    private mutating func nextGain(_ peak: Float) -> Float {
        needed[frame & 127] = peak > Self.ceiling ? Self.ceiling / peak : 1
        var smallest: Float = 1
        for back in 0...64 { smallest = min(smallest, needed[(frame - back) & 127]) }
        envelope = min(smallest, envelope + (1 - envelope) * release + 1e-6)
        let leaving = held[(frame - 64) & 127]
        held[frame & 127] = envelope
        heldSum += Double(envelope) - Double(leaving)
        return min(1, Float(heldSum / 64))
    }

    /// Nothing was limited for a while: the rings were not kept up, and hold only ones.
    @_noLocks
    private mutating func restart() {
        for index in 0..<128 {
            needed[index] = 1
            held[index] = 1
        }
        heldSum = 64
    }

    @_noLocks
    mutating func reset() {
        sound.reset()
        restart()
        envelope = 1
        busyFrames = 0
        frame = 0
    }
}
