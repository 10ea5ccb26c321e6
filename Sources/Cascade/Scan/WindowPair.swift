/// Two vectors of windows, anywhere: a stump is loaded once for both. A pair of pairs is four.
struct WindowPair<Vector: WindowVector>: WindowVector {
    var first: Vector
    var second: Vector

    struct Both<Part> {
        var first: Part
        var second: Part
    }

    typealias Places = Both<Vector.Places>
    typealias Values = Both<Vector.Values>
    typealias Leaves = Both<Vector.Leaves>

    @inline(__always) static var windows: Int { 2 &* Vector.windows }
    @inline(__always) static var vectors: Int { 2 &* Vector.vectors }

    @inline(__always)
    static func neighbours(_ places: WindowPlaces) -> Places {
        Places(first: Vector.neighbours(places), second: Vector.neighbours(places.moved(by: Vector.windows)))
    }

    @inline(__always)
    static func runs(_ base: WindowPlaces, _ places: UnsafePointer<Int32>) -> Places {
        Places(first: Vector.runs(base, places), second: Vector.runs(base, places + Vector.vectors))
    }

    @inline(__always)
    static func numbers(_ places: Places, _ corner: Int32) -> Self {
        Self(first: .numbers(places.first, corner), second: .numbers(places.second, corner))
    }

    @inline(__always)
    static func factors(_ places: Places) -> Values {
        Values(first: Vector.factors(places.first), second: Vector.factors(places.second))
    }

    @inline(__always)
    static func leaves(_ value: Int32) -> Leaves { Leaves(first: Vector.leaves(value), second: Vector.leaves(value)) }

    @inline(__always)
    func plus(_ other: Self) -> Self { Self(first: first.plus(other.first), second: second.plus(other.second)) }

    @inline(__always)
    func minus(_ other: Self) -> Self { Self(first: first.minus(other.first), second: second.minus(other.second)) }

    @inline(__always)
    var values: Values { Values(first: first.values, second: second.values) }

    @inline(__always)
    static func noValues() -> Values { Values(first: Vector.noValues(), second: Vector.noValues()) }

    @inline(__always)
    func added(to values: Values, times weight: Float) -> Values {
        Values(first: first.added(to: values.first, times: weight), second: second.added(to: values.second, times: weight))
    }

    @inline(__always)
    static func adding(_ gain: Int32, to leaves: Leaves, where values: Values, times factors: Values, below threshold: Float) -> Leaves {
        Leaves(
            first: Vector.adding(gain, to: leaves.first, where: values.first, times: factors.first, below: threshold),
            second: Vector.adding(gain, to: leaves.second, where: values.second, times: factors.second, below: threshold))
    }

    @inline(__always)
    static func above(_ values: Values) -> UInt64 {
        Vector.above(values.first) | Vector.above(values.second) &<< UInt64(truncatingIfNeeded: Vector.windows)
    }

    @inline(__always)
    static func bits(_ leaves: Leaves, from limit: Int32) -> UInt64 {
        Vector.bits(leaves.first, from: limit) | Vector.bits(leaves.second, from: limit) &<< UInt64(truncatingIfNeeded: Vector.windows)
    }
}
