/// The complex Fourier transform of `size` numbers, real and imaginary parts apart; of two channels at once when one is the real part
/// and the other the imaginary one: left[k] = (z[k] + z*[−k]) / 2, right[k] = (z[k] − z*[−k]) / 2i.
///
/// Sixteen interleaved sequences are transformed in the lanes of one vector, then sixteen places across them (Bailey 1990), both by
/// Stockham's passes, which need no bit reversal. Nothing here allocates after `init`.
struct FourierTransform: ~Copyable {
    /// A power of two, 256 at least.
    let size: Int
    private let rows: Int
    /// Powers of the root of order `rows`, of order 16, and of order `size` for every row and lane.
    private let rowTurns: SplitBuffer
    private let laneTurns: SplitBuffer
    private let twist: SplitBuffer
    private let work: SplitBuffer
    private let square: SplitBuffer
    private let spare: SplitBuffer

    init(size: Int) {
        precondition(size >= 256 && size & (size - 1) == 0, "the size must be a power of two, 256 at least")
        self.size = size
        rows = size / 16
        rowTurns = SplitBuffer(rows / 2)
        laneTurns = SplitBuffer(8)
        twist = SplitBuffer(size)
        work = SplitBuffer(size)
        square = SplitBuffer(256)
        spare = SplitBuffer(256)
        for index in 0..<rows / 2 { rowTurns.set(index, turns: Double(index) / Double(rows)) }
        for index in 0..<8 { laneTurns.set(index, turns: Double(index) / 16) }
        for row in 0..<rows {
            for lane in 0..<16 { twist.set(16 * row + lane, turns: Double(row * lane) / Double(size)) }
        }
    }

    deinit {
        for buffer in [rowTurns, laneTurns, twist, work, square, spare] { buffer.deallocate() }
    }

    /// z[k] = Σ z[n]·e^(−2πi·kn / size), in place.
    @_noLocks
    func forward(_ real: UnsafeMutablePointer<Float>, _ imaginary: UnsafeMutablePointer<Float>) {
        if !Self.passes(SplitBuffer(real, imaginary), work, length: rows, rowTurns) {
            for index in stride(from: 0, to: size, by: 16) {
                (work.real + index).store((real + index).lanes)
                (work.imaginary + index).store((imaginary + index).lanes)
            }
        }
        var row = 0
        while row < rows {
            squareTransform(row, real, imaginary)
            row += 16
        }
    }

    /// The inverse of `forward`, without its factor 1 / size.
    @_noLocks
    func backward(_ real: UnsafeMutablePointer<Float>, _ imaginary: UnsafeMutablePointer<Float>) { forward(imaginary, real) }

    /// Sixteen rows: turned, transposed, transformed across the lanes, and stored where they belong.
    @_noLocks @inline(__always)
    private func squareTransform(_ row: Int, _ real: UnsafeMutablePointer<Float>, _ imaginary: UnsafeMutablePointer<Float>) {
        for line in 0..<16 {
            let at = 16 * (row + line)
            let a = (work.real + at).lanes
            let b = (work.imaginary + at).lanes
            let c = (twist.real + at).lanes
            let s = (twist.imaginary + at).lanes
            let x = a * c - b * s
            let y = a * s + b * c
            for lane in 0..<16 {
                square.real[16 * lane + line] = x[lane]
                square.imaginary[16 * lane + line] = y[lane]
            }
        }
        // Four passes: the result is where it began.
        _ = Self.passes(square, spare, length: 16, laneTurns)
        for line in 0..<16 {
            (real + row + rows * line).store((square.real + 16 * line).lanes)
            (imaginary + row + rows * line).store((square.imaginary + 16 * line).lanes)
        }
    }

    /// Stockham's passes over `length` vectors; true when the result is in `other`.
    @_noLocks @inline(__always)
    private static func passes(_ data: SplitBuffer, _ other: SplitBuffer, length: Int, _ turns: SplitBuffer) -> Bool {
        var from = data
        var to = other
        var half = length / 2
        var run = 1
        while half >= 1 {
            for turn in 0..<half {
                let c = Lanes(repeating: turns.real[turn * run])
                let s = Lanes(repeating: turns.imaginary[turn * run])
                for place in 0..<run {
                    let near = 16 * (turn * run + place)
                    let far = near + 16 * half * run
                    let out = near + 16 * turn * run
                    let a = (from.real + near).lanes
                    let b = (from.imaginary + near).lanes
                    let d = (from.real + far).lanes
                    let e = (from.imaginary + far).lanes
                    (to.real + out).store(a + d)
                    (to.imaginary + out).store(b + e)
                    let x = a - d
                    let y = b - e
                    (to.real + out + 16 * run).store(x * c - y * s)
                    (to.imaginary + out + 16 * run).store(x * s + y * c)
                }
            }
            swap(&from, &to)
            half /= 2
            run *= 2
        }
        return from.real != data.real
    }
}
