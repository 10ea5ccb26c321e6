/// What stages are evaluated over: one number from each of several windows, modulo 2¹⁶. A feature whose value fits a signed 16-bit
/// integer is exact in this arithmetic however large its terms are, and half as many bytes are loaded as with 32 bits: a scan is
/// bound by loads.
///
/// In 32 bits one of these becomes two vectors, even windows and odd ones, since that needs no shuffle.
///
/// Arithmetic is implemented in concrete extensions because the standard library's generic operators work lane by lane; its
/// conversions and `any` are calls, around which every vector register is spilled.
protocol WindowVector {
    /// The beginnings of the windows' numbers and factors.
    associatedtype Places
    /// Feature values, or the windows' 1 / √variance.
    associatedtype Values
    /// Leaves, in units.
    associatedtype Leaves

    static var windows: Int { get }
    /// Vectors of adjacent windows.
    static var vectors: Int { get }

    /// Adjacent windows.
    static func neighbours(_ places: WindowPlaces) -> Places
    /// A vector of windows at each of `vectors` offsets from `base`.
    static func runs(_ base: WindowPlaces, _ places: UnsafePointer<Int32>) -> Places
    static func numbers(_ places: Places, _ corner: Int32) -> Self
    static func factors(_ places: Places) -> Values
    static func leaves(_ value: Int32) -> Leaves

    func plus(_ other: Self) -> Self
    func minus(_ other: Self) -> Self
    /// The numbers, read as signed.
    var values: Values { get }
    /// The values plus weight · the numbers, read as unsigned.
    func added(to values: Values, times weight: Float) -> Values
    static func noValues() -> Values
    /// The leaves, with `gain` added where value · factor, rounded to Float, is below the threshold.
    static func adding(_ gain: Int32, to leaves: Leaves, where values: Values, times factors: Values, below threshold: Float) -> Leaves
    /// One bit per window whose value is above 0, window 0 lowest.
    static func above(_ values: Values) -> UInt64
    /// One bit per window whose sum is at least `limit`.
    static func bits(_ leaves: Leaves, from limit: Int32) -> UInt64
}

/// A single vector.
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

/// The beginnings of adjacent windows' numbers and factors.
struct WindowPlaces {
    let numbers: UnsafePointer<UInt16>
    let factors: WindowFactors

    @inline(__always)
    func moved(by windows: Int) -> Self { Self(numbers: numbers + windows, factors: factors.moved(by: windows)) }
}
