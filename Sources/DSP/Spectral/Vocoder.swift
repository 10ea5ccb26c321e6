/// A phase-locked vocoder's frame (Laroche & Dolson 1999), for two channels that turn together.
///
/// Every bin of the sound around a source frame is turned by the angle at which its peak goes on from the frame before: the angle between
/// that frame as it was played and the source one hop earlier. No frequency is estimated and no phase unwrapped, so any distance between
/// source frames will do, and when they follow at the hop nothing turns at all. Both channels turn by the angle of their sum of cross
/// spectra: their phases against each other stay.
struct Vocoder: ~Copyable {
    let size: Int
    let hop: Int
    private let transform: FourierTransform
    private let window: UnsafeMutablePointer<Float>
    /// Left as the real part, right as the imaginary: the frame, the source a hop before it, and what was played last.
    private let frame: SplitBuffer
    private let before: SplitBuffer
    private let played: SplitBuffer
    /// For bins up to half the rate: power, and cross spectrum and powers of `played` and `before`.
    private let power: UnsafeMutablePointer<Float>
    private let cross: SplitBuffer
    private let levels: SplitBuffer
    /// The share of its power that a sound keeps of which no frame resembles another.
    private let keptPower: Float

    init(size: Int, hop: Int) {
        self.size = size
        self.hop = hop
        transform = FourierTransform(size: size)
        window = .zeroed(size)
        let turns = SplitBuffer(1)
        for index in 0..<size {
            turns.set(0, turns: Double(index) / Double(size))
            window[index] = 0.5 - 0.5 * turns.real[0]
        }
        turns.deallocate()
        frame = SplitBuffer(size)
        before = SplitBuffer(size)
        played = SplitBuffer(size)
        power = .zeroed(size / 2 + 16)
        cross = SplitBuffer(size / 2 + 16)
        levels = SplitBuffer(size / 2 + 16)
        // Of a raised cosine, the mean of the fourth powers is 35/128, that of the squares 3/8.
        keptPower = 35 / 128 / (0.375 * 0.375) * Float(hop) / Float(size)
    }

    deinit {
        for buffer in [frame, before, played, cross, levels] { buffer.deallocate() }
        window.deallocate()
        power.deallocate()
    }

    /// Plays the sound as it is: what comes next goes on from it. Wherever sound is given here, `size` samples are read.
    @_noLocks
    func begin(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>) { spectrum(left, right, into: played) }

    /// What the next frame is to sound like.
    @_noLocks
    func take(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>) { spectrum(left, right, into: frame) }

    /// The sound a hop before what was taken.
    @_noLocks
    func takeBefore(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>) { spectrum(left, right, into: before) }

    /// Turns the frame so that it goes on from the one played last.
    @_noLocks
    func lock() {
        crossSpectrum()
        turn()
    }

    /// Adds the locked frame, windowed again, to `sums`. The squares of windows a hop apart sum up to one.
    @_noLocks
    func add(to sums: SplitBuffer) {
        transform.backward(before.real, before.imaginary)
        let scale = Lanes(repeating: squareScale / Float(size))
        for index in stride(from: 0, to: size, by: 16) {
            let weight = (window + index).lanes * scale
            var sum = (sums.real + index).lanes
            sum.mad((before.real + index).lanes, weight)
            (sums.real + index).store(sum)
            sum = (sums.imaginary + index).lanes
            sum.mad((before.imaginary + index).lanes, weight)
            (sums.imaginary + index).store(sum)
        }
    }

    /// What a frame gives to the output at its sample `index`, 0…1.
    func share(_ index: Int) -> Float { window[index] * window[index] * squareScale }

    private var squareScale: Float { @_noLocks get { Float(hop) / (0.375 * Float(size)) } }

    @_noLocks @inline(__always)
    private func spectrum(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, into buffer: SplitBuffer) {
        for index in stride(from: 0, to: size, by: 16) {
            let weight = (window + index).lanes
            (buffer.real + index).store((left + index).lanes * weight)
            (buffer.imaginary + index).store((right + index).lanes * weight)
        }
        transform.forward(buffer.real, buffer.imaginary)
    }

    /// z[k] and z*[−k] are left ± i·right, so sums over both are sums over the channels.
    @_noLocks @inline(__always)
    private func crossSpectrum() {
        for bin in 0...size / 2 {
            let mirror = (size - bin) & (size - 1)
            power[bin] =
                frame.real[bin] * frame.real[bin] + frame.imaginary[bin] * frame.imaginary[bin]
                + frame.real[mirror] * frame.real[mirror] + frame.imaginary[mirror] * frame.imaginary[mirror]
            let (a, b, c, d) = (played.real[bin], played.imaginary[bin], before.real[bin], before.imaginary[bin])
            let (e, f, g, h) = (played.real[mirror], played.imaginary[mirror], before.real[mirror], before.imaginary[mirror])
            levels.real[bin] = a * a + b * b + (e * e + f * f)
            levels.imaginary[bin] = c * c + d * d + (g * g + h * h)
            cross.real[bin] = a * c + b * d + (e * g + f * h)
            cross.imaginary[bin] = b * c - a * d - (f * g - e * h)
        }
    }

    /// Turns every region by its peak's angle; a region ends at the lowest bin between two peaks.
    @_noLocks @inline(__always)
    private func turn() {
        let half = size / 2
        var begin = 0
        var peak = nextPeak(from: 2)
        if peak > half - 2 { peak = 1 }
        while begin <= half {
            let next = nextPeak(from: peak + 1)
            var end = half + 1
            if next <= half - 2 {
                end = peak
                for bin in peak...next where power[bin] < power[end] { end = bin }
            }
            let x = cross.real[peak]
            let y = cross.imaginary[peak]
            let length = (x * x + y * y).root
            let c = length > 1e-25 ? x / length : 1
            let s = length > 1e-25 ? y / length : 0
            let gain = gain(begin..<end, c, s)
            for bin in begin..<end {
                let mirror = (size - bin) & (size - 1)
                let (a, b) = (frame.real[bin], frame.imaginary[bin])
                let (d, e) = (frame.real[mirror], frame.imaginary[mirror])
                played.real[bin] = a * c - b * s
                played.imaginary[bin] = a * s + b * c
                if mirror != bin {
                    played.real[mirror] = d * c + e * s
                    played.imaginary[mirror] = e * c - d * s
                }
                before.real[bin] = gain * played.real[bin]
                before.imaginary[bin] = gain * played.imaginary[bin]
                if mirror != bin {
                    before.real[mirror] = gain * played.real[mirror]
                    before.imaginary[mirror] = gain * played.imaginary[mirror]
                }
            }
            begin = end
            peak = next
        }
    }

    /// Frames of noise do not sum up as those of a tone do: without this it would be up to 3 dB too soft. What the frame turned by
    /// `c` + i`s` has in common with the one before, 0…1, is what sums up.
    @_noLocks @inline(__always)
    private func gain(_ region: Range<Int>, _ c: Float, _ s: Float) -> Float {
        var (x, y, one, other) = (Float(0), Float(0), Float(0), Float(0))
        for bin in region {
            x += cross.real[bin]
            y += cross.imaginary[bin]
            one += levels.real[bin]
            other += levels.imaginary[bin]
        }
        let both = one * other
        let common = both > 1e-30 ? min(1, max(0, (x * c + y * s) / both.root)) : 1
        return 1 / (keptPower + (1 - keptPower) * common).root
    }

    @_noLocks @inline(__always)
    private func nextPeak(from first: Int) -> Int {
        var bin = first
        let last = size / 2 - 2
        while bin <= last {
            let here = power[bin]
            if here > power[bin - 1] && here >= power[bin + 1] && here > power[bin - 2] && here >= power[bin + 2] { return bin }
            bin += 1
        }
        return bin
    }
}

