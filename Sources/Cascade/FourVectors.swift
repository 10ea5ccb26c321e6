/// Four vectors of windows, anywhere: what is read of a stump serves all of them.
struct FourVectors<Lanes: SumLaneVector>: SumVector {
    var a, b, c, d: Lanes

    struct Windows {
        var a, b, c, d: Lanes.Windows
    }

    struct Factors {
        var a, b, c, d: Lanes.Factors
    }

    @inline(__always)
    static func all(_ value: Int32) -> Self { Self(a: .all(value), b: .all(value), c: .all(value), d: .all(value)) }

    @inline(__always)
    static func numbers(_ windows: Windows, _ place: Int32) -> Self {
        Self(
            a: .numbers(windows.a, place), b: .numbers(windows.b, place), c: .numbers(windows.c, place), d: .numbers(windows.d, place))
    }

    @inline(__always)
    static func turned(_ factors: Factors) -> Factors {
        Factors(a: Lanes.turned(factors.a), b: Lanes.turned(factors.b), c: Lanes.turned(factors.c), d: Lanes.turned(factors.d))
    }

    @inline(__always)
    func plus(_ other: Self) -> Self { Self(a: a.plus(other.a), b: b.plus(other.b), c: c.plus(other.c), d: d.plus(other.d)) }

    @inline(__always)
    func minus(_ other: Self) -> Self { Self(a: a.minus(other.a), b: b.minus(other.b), c: c.minus(other.c), d: d.minus(other.d)) }

    @inline(__always)
    func times(_ weight: Int32) -> Self { Self(a: a.times(weight), b: b.times(weight), c: c.times(weight), d: d.times(weight)) }

    @inline(__always)
    func adding(_ gain: Int32, to sum: Self, _ factors: Factors, below threshold: Float) -> Self {
        Self(
            a: a.adding(gain, to: sum.a, factors.a, below: threshold), b: b.adding(gain, to: sum.b, factors.b, below: threshold),
            c: c.adding(gain, to: sum.c, factors.c, below: threshold), d: d.adding(gain, to: sum.d, factors.d, below: threshold))
    }

    @inline(__always)
    func bits(from limit: Int32) -> UInt64 {
        // As many vectors share a word as it has bits for.
        let count = Int32(truncatingIfNeeded: Lanes.scalarCount)
        let low = a.marks(from: limit, first: 0).with(b.marks(from: limit, first: count))
        if count == 8 {
            let high = c.marks(from: limit, first: 16).with(d.marks(from: limit, first: 24))
            return UInt64(low.with(high).united)
        }
        return UInt64(low.united) | UInt64(c.marks(from: limit, first: 0).with(d.marks(from: limit, first: count)).united) &<< 32
    }
}

extension FourVectors where Lanes.Windows == UnsafePointer<Int32>, Lanes.Factors: SIMD, Lanes.Factors.Scalar == Float {
    /// Vectors of windows at four places.
    @inline(__always)
    static func windows(_ base: UnsafePointer<Int32>, _ places: UnsafePointer<Int32>) -> Windows {
        Windows(a: base + Int(places[0]), b: base + Int(places[1]), c: base + Int(places[2]), d: base + Int(places[3]))
    }

    @inline(__always)
    static func factors(_ base: UnsafePointer<Float>, _ places: UnsafePointer<Int32>) -> Factors {
        Factors(
            a: Lanes.Factors(base, places[0]), b: Lanes.Factors(base, places[1]), c: Lanes.Factors(base, places[2]),
            d: Lanes.Factors(base, places[3]))
    }

    /// Vectors one after the other.
    @inline(__always)
    static func neighbours(_ base: UnsafePointer<Int32>) -> Windows {
        let count = Lanes.scalarCount
        return Windows(a: base, b: base + count, c: base + 2 &* count, d: base + 3 &* count)
    }

    @inline(__always)
    static func neighbours(_ base: UnsafePointer<Float>) -> Factors {
        let count = Int32(truncatingIfNeeded: Lanes.scalarCount)
        return Factors(
            a: Lanes.Factors(base, 0), b: Lanes.Factors(base, count), c: Lanes.Factors(base, 2 &* count),
            d: Lanes.Factors(base, 3 &* count))
    }

    /// One bit per factor that is not 0: windows that are not too flat.
    @inline(__always)
    static func open(_ base: UnsafePointer<Float>) -> UInt64 {
        // Positive numbers are ordered as the integers of their bits are.
        UnsafeRawPointer(base).withMemoryRebound(to: Int32.self, capacity: 4 &* Lanes.scalarCount) { base in
            let windows = neighbours(base)
            return Self.numbers(windows, 0).bits(from: 1)
        }
    }
}
