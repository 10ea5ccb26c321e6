import CMath

/// Real and imaginary parts, side by side.
struct SplitBuffer: BitwiseCopyable {
    let real: UnsafeMutablePointer<Float>
    let imaginary: UnsafeMutablePointer<Float>

    init(_ count: Int) {
        real = .zeroed(count)
        imaginary = .zeroed(count)
    }

    @_noLocks
    init(_ real: UnsafeMutablePointer<Float>, _ imaginary: UnsafeMutablePointer<Float>) {
        self.real = real
        self.imaginary = imaginary
    }

    /// e^(−2πi·turns).
    func set(_ index: Int, turns: Double) {
        real[index] = Float(math_cos(2 * Double.pi * turns))
        imaginary[index] = Float(-math_sin(2 * Double.pi * turns))
    }

    @_noLocks
    func clear(_ count: Int) {
        real.clear(count)
        imaginary.clear(count)
    }

    /// Drops the first `step` of `count` numbers; zeros follow. Both are multiples of sixteen.
    @_noLocks
    func shift(by step: Int, count: Int) {
        for index in stride(from: 0, to: count - step, by: 16) {
            (real + index).store((real + index + step).lanes)
            (imaginary + index).store((imaginary + index + step).lanes)
        }
        (real + count - step).clear(step)
        (imaginary + count - step).clear(step)
    }

    func deallocate() {
        real.deallocate()
        imaginary.deallocate()
    }
}
