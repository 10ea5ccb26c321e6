import CMath

/// A windowed sinc cut into rows: row r holds the taps for a sample lying r/phases between two input frames.
///
/// Every row sums to exactly one, so DC passes untouched whatever the phase. With `cutoff` 1 row 0 is a single 1:
/// reading at whole frames gives the input back bit for bit.
/// Cost: (phases + 1) · taps · 4 bytes and as many sines; make banks when starting, not while playing.
public struct PolyphaseBank: ~Copyable {
    /// Taps a row, a multiple of 16.
    public let taps: Int
    public let phases: Int
    private let rows: UnsafeMutablePointer<Float>

    /// - Parameters:
    ///   - cutoff: −6 dB point as a fraction of the input's Nyquist frequency, 0…1.
    ///   - taps: length before `stretch`.
    ///   - decibels: depth of the stop band.
    ///   - stretch: lengthens the filter; with 1/cutoff it is as steep at the output whatever the cutoff.
    public init(cutoff: Double, taps wanted: Int, phases: Int, decibels: Double, stretch: Double) {
        taps = max(16, (Int((Double(wanted) * stretch).rounded(.up)) + 15) / 16 * 16)
        self.phases = phases
        rows = .zeroed((phases + 1) * taps)
        let window = KaiserWindow(decibels: decibels)
        let half = Double(taps / 2)
        let exact = UnsafeMutablePointer<Double>.allocate(capacity: taps)
        defer { exact.deallocate() }
        for phase in 0...phases {
            var sum = 0.0
            for tap in 0..<taps {
                let distance = Double(tap - (taps / 2 - 1)) - Double(phase) / Double(phases)
                exact[tap] = Self.sinc(cutoff * distance) * window.value(at: distance / half)
                sum += exact[tap]
            }
            for tap in 0..<taps { rows[phase * taps + tap] = Float(exact[tap] / sum) }
        }
    }

    deinit { rows.deallocate() }

    /// Row 0…phases; the last is row 0 one frame on.
    @_noLocks
    func row(_ phase: Int) -> UnsafePointer<Float> { UnsafePointer(rows + phase * taps) }

    /// sin(πx)/(πx), with exact zeros at whole numbers.
    private static func sinc(_ x: Double) -> Double {
        if x == 0 { return 1 }
        return x == x.rounded() ? 0 : math_sin(Double.pi * x) / (Double.pi * x)
    }
}
