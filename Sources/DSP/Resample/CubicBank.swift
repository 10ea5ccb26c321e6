/// A windowed sinc for any phase: every tap is interpolated between phases by a cubic through the four phases around
/// (Lagrange). The error for a tone at the Nyquist frequency is (π/phases)⁴·3/128: −113 dB with 32 phases, −161 dB with 128;
/// linear interpolation between 512 phases has −107 dB at four times the memory.
struct CubicBank: ~Copyable {
    let phases: Int
    let taps: Int
    /// A phase: the constant terms of sixteen taps, then the linear, quadratic and cubic ones, then those of the next sixteen:
    /// contiguous, so that the hardware prefetcher helps.
    private let rows: UnsafeMutablePointer<Float>

    /// Other parameters as for `WindowedSinc`.
    init(cutoff: Double, taps wanted: Int, phases: Int, decibels: Double, stretch: Double) {
        let filter = WindowedSinc(cutoff: cutoff, taps: wanted, decibels: decibels, stretch: stretch)
        let taps = filter.taps
        self.taps = taps
        self.phases = phases
        rows = .zeroed(phases * 4 * taps)
        // Rows for phases −1…phases + 1.
        let exact = UnsafeMutablePointer<Double>.allocate(capacity: (phases + 3) * taps)
        defer { exact.deallocate() }
        for row in 0..<phases + 3 { filter.row(Double(row - 1) / Double(phases), into: exact + row * taps) }
        for phase in 0..<phases {
            let row = rows + phase * 4 * taps
            let points = exact + phase * taps
            for tap in 0..<taps {
                let before = points[tap], here = points[taps + tap]
                let next = points[2 * taps + tap], after = points[3 * taps + tap]
                let place = tap / 16 * 64 + tap % 16
                row[place] = Float(here)
                row[place + 16] = Float(next - before / 3 - here / 2 - after / 6)
                row[place + 32] = Float((before + next) / 2 - here)
                row[place + 48] = Float((after - before) / 6 + (here - next) / 2)
            }
        }
    }

    deinit { rows.deallocate() }

    @_noLocks
    func row(_ phase: Int) -> UnsafePointer<Float> { UnsafePointer(rows + phase * 4 * taps) }
}
