/// What stages are evaluated over: one number of each of several windows, modulo 2¹⁶. A feature whose value fits 16 bits with its
/// sign is exact in this arithmetic however large the sums are that it is made of, and half as many bytes are read as with
/// 32 bits: reading is what a scan waits for.
///
/// In 32 bits there are two vectors for one of these, even windows and odd ones, since that takes no shuffling.
///
/// Arithmetic stands in concrete extensions because the generic operators of the standard library work lane by lane; its
/// conversions and `any` are calls, before which every register is saved.
protocol WindowVector {
    /// Where the windows' numbers and factors begin.
    associatedtype Places
    /// Features' values, or the windows' 1 / √variance.
    associatedtype Values
    /// Leaves, in units.
    associatedtype Leaves

    static var windows: Int { get }
    /// Registers of windows side by side.
    static var vectors: Int { get }

    /// Windows side by side.
    static func neighbours(_ places: WindowPlaces) -> Places
    /// A vector of windows at each of `vectors` places, which are counted from `base` on.
    static func runs(_ base: WindowPlaces, _ places: UnsafePointer<Int32>) -> Places
    static func numbers(_ places: Places, _ corner: Int32) -> Self
    static func factors(_ places: Places) -> Values
    static func leaves(_ value: Int32) -> Leaves

    func plus(_ other: Self) -> Self
    func minus(_ other: Self) -> Self
    /// The numbers as values from −32768 on.
    var values: Values { get }
    /// The values with the numbers, as values from 0 on, times a weight.
    func added(to values: Values, times weight: Float) -> Values
    static func noValues() -> Values
    /// The leaves, with `gain` added where value · factor, rounded to Float, is below the threshold.
    static func adding(_ gain: Int32, to leaves: Leaves, where values: Values, times factors: Values, below threshold: Float) -> Leaves
    /// One bit per window whose value is above 0, window 0 lowest.
    static func above(_ values: Values) -> UInt64
    /// One bit per window that has at least `limit`.
    static func bits(_ leaves: Leaves, from limit: Int32) -> UInt64
}

/// A single register.
extension WindowVector where Self: SIMD, Scalar == UInt16, Places == WindowPlaces {
    @inline(__always) static var windows: Int { scalarCount }
    @inline(__always) static var vectors: Int { 1 }
    @inline(__always) static func neighbours(_ places: WindowPlaces) -> Places { places }

    @inline(__always)
    static func runs(_ base: WindowPlaces, _ places: UnsafePointer<Int32>) -> Places { base.moved(by: Int(places[0])) }

    @inline(__always)
    static func numbers(_ places: Places, _ corner: Int32) -> Self { Self(places.numbers, corner) }
}

/// Even windows and odd ones.
struct EvenOdd<Half> {
    var even: Half
    var odd: Half
}

/// Where the numbers and the factors of windows begin that lie side by side.
struct WindowPlaces {
    let numbers: UnsafePointer<UInt16>
    let factors: WindowFactors

    @inline(__always)
    func moved(by windows: Int) -> Self { Self(numbers: numbers + windows, factors: factors.moved(by: windows)) }
}
