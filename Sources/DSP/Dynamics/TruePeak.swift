/// How high the wave runs between the samples: a quarter, a half and three quarters of the way to the next one, through a
/// windowed sinc of 16 taps (ITU-R BS.1770-4 annex 2 asks for four times the rate; its own filter has 12 taps).
struct TruePeak: ~Copyable {
    /// Frames after a sample that its estimate needs.
    static var aheadFrames: Int { @_noLocks get { 8 } }

    private let bank = PolyphaseBank(cutoff: 1, taps: 16, phases: 4, decibels: 60, stretch: 1)
    /// How many times higher than its loudest sample a wave can run at most: the largest sum of a row's magnitudes.
    var highestGain: Float {
        var highest: Float = 1
        for phase in 1..<4 {
            var sum: Float = 0
            for tap in 0..<16 { sum += abs(bank.row(phase)[tap]) }
            highest = max(highest, sum)
        }
        return highest
    }

    /// Leaves at `peaks` the largest magnitude of both channels from each of sixteen samples to just before the next one.
    /// Readable must be 7 samples before `left` and `right` and 24 after. By way of memory: were they handed over in a
    /// register, whoever looks for the largest of them would make the compiler split the sums above into quarters.
    @_noLocks @inline(never)
    func sixteen(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, into peaks: UnsafeMutablePointer<Float>) {
        peaks.store(left.lanes.magnitudes.larger(right.lanes.magnitudes).larger(between(left).larger(between(right))))
    }

    @_noLocks @inline(__always)
    private func between(_ signal: UnsafePointer<Float>) -> Lanes {
        let first = bank.row(1)
        let second = bank.row(2)
        let third = bank.row(3)
        var a = Lanes()
        var b = Lanes()
        var c = Lanes()
        for tap in 0..<16 {
            let x = (signal + (tap - 7)).lanes
            a.mad(Lanes(repeating: first[tap]), x)
            b.mad(Lanes(repeating: second[tap]), x)
            c.mad(Lanes(repeating: third[tap]), x)
        }
        return a.magnitudes.larger(b.magnitudes).larger(c.magnitudes)
    }

    /// One sample's estimate, plainly; the version that `sixteen` is tested against.
    func reference(_ signal: UnsafePointer<Float>) -> Double {
        var peak = 0.0
        for phase in 0..<4 {
            var sum = 0.0
            for tap in 0..<16 { sum += Double(signal[tap - 7]) * Double(bank.row(phase)[tap]) }
            peak = max(peak, abs(sum))
        }
        return peak
    }
}
