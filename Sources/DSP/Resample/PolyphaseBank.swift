/// A windowed sinc cut into rows: row r holds the taps for a sample lying r/phases between two input frames.
///
/// Every row sums to one, so DC passes untouched whatever the phase. With `cutoff` 1 row 0 is a single 1:
/// reading at whole frames gives the input back bit for bit.
/// Cost: (phases + 1) · taps · 4 bytes and half as many Bessel functions; make banks when starting, not while playing.
struct PolyphaseBank: ~Copyable {
    /// Taps a row, a multiple of 16.
    let taps: Int
    let phases: Int
    private let rows: UnsafeMutablePointer<Float>

    /// - Parameters:
    ///   - cutoff: −6 dB point as a fraction of the input's Nyquist frequency, 0…1.
    ///   - taps: length before `stretch`.
    ///   - decibels: depth of the stop band.
    ///   - stretch: lengthens the filter; with 1/cutoff it is as steep at the output whatever the cutoff.
    init(cutoff: Double, taps wanted: Int, phases: Int, decibels: Double, stretch: Double) {
        let filter = WindowedSinc(cutoff: cutoff, taps: wanted, decibels: decibels, stretch: stretch)
        taps = filter.taps
        self.phases = phases
        rows = .zeroed((phases + 1) * taps)
        let exact = UnsafeMutablePointer<Double>.allocate(capacity: taps)
        defer { exact.deallocate() }
        // The filter is symmetric: the last rows are the first ones backwards.
        for phase in 0...phases / 2 {
            filter.row(Double(phase) / Double(phases), into: exact)
            for tap in 0..<taps {
                rows[phase * taps + tap] = Float(exact[tap])
                rows[(phases - phase) * taps + (taps - 1 - tap)] = Float(exact[tap])
            }
        }
    }

    deinit { rows.deallocate() }

    /// Row 0…phases; the last is row 0 one frame on.
    @_noLocks
    func row(_ phase: Int) -> UnsafePointer<Float> { UnsafePointer(rows + phase * taps) }
}
