import CMath

/// A low-pass as a sinc under a Kaiser window, sampled anywhere between its taps.
struct WindowedSinc: ~Copyable {
    /// A multiple of 16.
    let taps: Int
    private let cutoff: Double
    private let window: KaiserWindow
    private let exact: UnsafeMutablePointer<Double>

    /// - Parameters:
    ///   - cutoff: −6 dB point as a fraction of the input's Nyquist frequency, 0…1.
    ///   - taps: length before `stretch`.
    ///   - decibels: stop-band attenuation.
    ///   - stretch: lengthens the filter; 1/cutoff keeps the transition's width at the output.
    init(cutoff: Double, taps wanted: Int, decibels: Double, stretch: Double) {
        taps = max(16, (Int((Double(wanted) * stretch).rounded(.up)) + 14) / 16 * 16)
        self.cutoff = cutoff
        window = KaiserWindow(decibels: decibels)
        exact = .allocate(capacity: taps)
        exact.initialize(repeating: 0, count: taps)
    }

    deinit { exact.deallocate() }

    /// The taps for a sample lying `fraction` (−1…2) of a frame after tap taps/2 − 1. They sum to exactly one, so DC passes
    /// unchanged; with cutoff 1 and fraction 0 they are a single 1.
    func row(_ fraction: Double, into row: UnsafeMutablePointer<Double>) {
        let half = Double(taps / 2)
        let first = -(half - 1) - fraction
        // sin(π·cutoff·distance) from tap to tap by rotating a phasor: one sine per row instead of one per tap.
        var sine = math_sin(Double.pi * cutoff * first)
        var cosine = math_cos(Double.pi * cutoff * first)
        let turnSine = math_sin(Double.pi * cutoff)
        let turnCosine = math_cos(Double.pi * cutoff)
        var sum = 0.0
        for tap in 0..<taps {
            let distance = first + Double(tap)
            let x = cutoff * distance
            let sinc = x == 0 ? 1 : (x == x.rounded() ? 0 : sine / (Double.pi * x))
            exact[tap] = sinc * window.value(at: distance / half)
            sum += exact[tap]
            let next = sine * turnCosine + cosine * turnSine
            cosine = cosine * turnCosine - sine * turnSine
            sine = next
        }
        for tap in 0..<taps { row[tap] = exact[tap] / sum }
    }
}
