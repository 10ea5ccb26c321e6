import CMath

/// The energy of both channels in sixteen bands from 80 Hz to 0.4 of the rate: the ear's coarse view of a sound, for a few vector
/// instructions a frame.
///
/// A lane is a band: two equal resonators in a row (12 dB an octave on either side), for which the lanes' recursions run at once.
struct BandEnergies: ~Copyable {
    private let gain: UnsafeMutablePointer<Float>
    private let first: UnsafeMutablePointer<Float>
    private let second: UnsafeMutablePointer<Float>
    /// Two vectors a section, two sections a channel.
    private let states: UnsafeMutablePointer<Float>

    init(rate: Double) {
        gain = .zeroed(16)
        first = .zeroed(16)
        second = .zeroed(16)
        states = .zeroed(16 * 8)
        let step = math_pow(0.4 * rate / 80, 1.0 / 15)
        let sharpness = 1 / (step.root - 1 / step.root)
        for band in 0..<16 {
            let turn = 2 * Double.pi * 80 * math_pow(step, Double(band)) / rate
            let width = math_sin(turn) / (2 * sharpness)
            gain[band] = Float(width / (1 + width))
            first[band] = Float(2 * math_cos(turn) / (1 + width))
            second[band] = Float((width - 1) / (1 + width))
        }
    }

    deinit {
        gain.deallocate()
        first.deallocate()
        second.deallocate()
        states.deallocate()
    }

    /// Adds up the next `frames` frames, which must follow those of the call before.
    @_noLocks
    mutating func next(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, frames: Int) -> Lanes {
        // Both channels in one loop: each waits for its own recursion half of the time.
        var leftBands = Resonators(states)
        var rightBands = Resonators(states + 64)
        let gain = gain.lanes
        let first = first.lanes
        let second = second.lanes
        for index in 0..<frames {
            leftBands.step(Lanes(repeating: left[index]), gain, first, second)
            rightBands.step(Lanes(repeating: right[index]), gain, first, second)
        }
        leftBands.store(states)
        rightBands.store(states + 64)
        return leftBands.energy + rightBands.energy
    }

    @_noLocks
    mutating func reset() { states.clear(16 * 8) }
}

/// Both sections of one channel's sixteen resonators (transposed direct form II), in registers.
private struct Resonators {
    private var a1: Lanes
    private var a2: Lanes
    private var b1: Lanes
    private var b2: Lanes
    var energy = Lanes()

    @_noLocks @inline(__always)
    init(_ states: UnsafeMutablePointer<Float>) {
        a1 = states.lanes
        a2 = (states + 16).lanes
        b1 = (states + 32).lanes
        b2 = (states + 48).lanes
    }

    @_noLocks @inline(__always)
    mutating func step(_ sample: Lanes, _ gain: Lanes, _ first: Lanes, _ second: Lanes) {
        let x = gain * sample
        let y = x + a1
        a1 = a2
        a1.mad(first, y)
        a2 = second * y - x
        let u = gain * y
        let v = u + b1
        b1 = b2
        b1.mad(first, v)
        b2 = second * v - u
        energy.mad(v, v)
    }

    @_noLocks @inline(__always)
    func store(_ states: UnsafeMutablePointer<Float>) {
        states.store(a1.flushed)
        (states + 16).store(a2.flushed)
        (states + 32).store(b1.flushed)
        (states + 48).store(b2.flushed)
    }
}
