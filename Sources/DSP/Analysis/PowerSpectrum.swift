import CMath

/// The power spectrum of one window of sound: Hann window, then a radix-2 Fourier transform (Cooley & Tukey 1965).
public final class PowerSpectrum {
    /// Frames of the window, a power of two.
    public let size: Int
    /// `size / 2 + 1` powers after `measure`, bin k at `k * rate / size` hertz; a sine of full scale reads 1 at its bin.
    public let powers: UnsafeMutablePointer<Float>
    private let real: UnsafeMutablePointer<Float>
    private let imaginary: UnsafeMutablePointer<Float>
    private let window: UnsafeMutablePointer<Float>
    private let cosines: UnsafeMutablePointer<Float>
    private let sines: UnsafeMutablePointer<Float>
    private let reversed: UnsafeMutablePointer<Int>

    /// - Parameter size: a power of two, 2 at least.
    public init(size: Int) {
        precondition(size >= 2 && size & (size - 1) == 0, "the size must be a power of two")
        self.size = size
        func floats(_ count: Int, _ value: (Int) -> Double) -> UnsafeMutablePointer<Float> {
            let numbers = UnsafeMutablePointer<Float>.allocate(capacity: count)
            for index in 0..<count { (numbers + index).initialize(to: Float(value(index))) }
            return numbers
        }
        let turn = 2 * Double.pi / Double(size)
        powers = floats(size / 2 + 1) { _ in 0 }
        real = floats(size) { _ in 0 }
        imaginary = floats(size) { _ in 0 }
        window = floats(size) { 0.5 - 0.5 * math_cos(turn * Double($0)) }
        cosines = floats(size / 2) { math_cos(turn * Double($0)) }
        sines = floats(size / 2) { -math_sin(turn * Double($0)) }
        reversed = .allocate(capacity: size)
        let bits = size.trailingZeroBitCount
        for index in 0..<size {
            var mirrored = 0
            for bit in 0..<bits where index >> bit & 1 == 1 { mirrored |= 1 << (bits - 1 - bit) }
            (reversed + index).initialize(to: mirrored)
        }
    }

    deinit {
        for numbers in [powers, real, imaginary, window, cosines, sines] { numbers.deallocate() }
        reversed.deallocate()
    }

    /// - Parameter samples: `size` of them.
    public func measure(_ samples: UnsafePointer<Float>) {
        for index in 0..<size {
            real[reversed[index]] = samples[index] * window[index]
            imaginary[index] = 0
        }
        var half = 1
        while half < size {
            butterflies(half)
            half *= 2
        }
        // The Hann window's mean is a half, and half of a real sine's amplitude is at its negative frequency.
        let scale = 4 / Float(size)
        for bin in 0...size / 2 {
            let (x, y) = (real[bin] * scale, imaginary[bin] * scale)
            powers[bin] = x * x + y * y
        }
    }

    private func butterflies(_ half: Int) {
        let (real, imaginary, cosines, sines) = (real, imaginary, cosines, sines)
        let step = size / (2 * half)
        for start in stride(from: 0, to: size, by: 2 * half) {
            for offset in 0..<half {
                let (upper, lower) = (start + offset, start + offset + half)
                let (c, s) = (cosines[offset * step], sines[offset * step])
                let x = real[lower] * c - imaginary[lower] * s
                let y = real[lower] * s + imaginary[lower] * c
                real[lower] = real[upper] - x
                imaginary[lower] = imaginary[upper] - y
                real[upper] += x
                imaginary[upper] += y
            }
        }
    }
}
