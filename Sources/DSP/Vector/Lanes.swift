/// One control period of one channel. One register with AVX-512, two with AVX2, four with SSE or NEON.
typealias Lanes = SIMD16<Float>

extension SIMD16<Float> {
    @inline(__always)
    var bits: SIMD16<UInt32> { @_noLocks get { unsafeBitCast(self, to: SIMD16<UInt32>.self) } }

    @_noLocks @inline(__always)
    init(bits: SIMD16<UInt32>) { self = unsafeBitCast(bits, to: Lanes.self) }

    @inline(__always)
    var magnitudes: Lanes { @_noLocks get { Lanes(bits: bits & SIMD16<UInt32>(repeating: 0x7fff_ffff)) } }

    /// Flushes to zero what a loop feeds back below −300 dB: denormals cost a hundred times as much as normal numbers.
    @inline(__always)
    var flushed: Lanes {
        @_noLocks get { replacing(with: Lanes(repeating: 0), where: magnitudes .< Lanes(repeating: 1e-15)) }
    }

    @_noLocks @inline(__always)
    func larger(_ other: Lanes) -> Lanes { replacing(with: other, where: self .< other) }

    @_noLocks @inline(__always)
    func smaller(_ other: Lanes) -> Lanes { replacing(with: other, where: self .> other) }

    /// 1/√x for x in 0.5…1, by Newton's iteration from a linear guess: exact to the last bit but one.
    @inline(__always)
    var inverseRoot: Lanes {
        @_noLocks get {
            let half = Lanes(repeating: -0.5) * self
            var guess = Lanes(repeating: 1.79) + Lanes(repeating: -0.81) * self
            for _ in 0..<3 { guess *= Lanes(repeating: 1.5) + half * guess * guess }
            return guess
        }
    }

    /// The largest of the sixteen; not for hot loops.
    @inline(__always)
    var largest: Float {
        @_noLocks get {
            let eight = lowHalf.replacing(with: highHalf, where: lowHalf .< highHalf)
            let four = eight.lowHalf.replacing(with: eight.highHalf, where: eight.lowHalf .< eight.highHalf)
            return Swift.max(Swift.max(four.x, four.y), Swift.max(four.z, four.w))
        }
    }

    /// Sums of neighbours: (a0 + a1, a2 + a3, … b14 + b15). Shuffled as integers: a tree of these over floats the compiler splits
    /// into scalar additions.
    @_noLocks @inline(__always)
    static func pairSums(_ a: Lanes, _ b: Lanes) -> Lanes {
        let both = SIMD32<UInt32>(
            lowHalf: unsafeBitCast(a, to: SIMD16<UInt32>.self), highHalf: unsafeBitCast(b, to: SIMD16<UInt32>.self))
        return unsafeBitCast(both.evenHalf, to: Lanes.self) + unsafeBitCast(both.oddHalf, to: Lanes.self)
    }
}

extension SIMD8<Double> {
    /// Written lane by lane it is one instruction; the standard library's conversion is a call, around which every vector register is
    /// spilled.
    @_noLocks @inline(__always)
    init(converting x: SIMD8<Float>) {
        self.init(
            Double(x[0]), Double(x[1]), Double(x[2]), Double(x[3]), Double(x[4]), Double(x[5]), Double(x[6]), Double(x[7]))
    }
}

extension SIMD8<Float> {
    @_noLocks @inline(__always)
    init(rounding x: SIMD8<Double>) {
        self.init(Float(x[0]), Float(x[1]), Float(x[2]), Float(x[3]), Float(x[4]), Float(x[5]), Float(x[6]), Float(x[7]))
    }
}
