/// Four numbers of each of eight windows: rows become columns.
struct TurnedNumbers {
    private let firsts, seconds, thirds, fourths: SIMD4<UInt64>

    /// Each vector holds four numbers of one window and of the fourth after it. Numbers are exchanged by shifts: of two steps of
    /// constant lanes the compiler would make one of many more instructions.
    @inline(__always)
    init(_ a: SIMD8<Int32>, _ b: SIMD8<Int32>, _ c: SIMD8<Int32>, _ d: SIMD8<Int32>) {
        let (a, b, c, d) = (Self.pairs(a), Self.pairs(b), Self.pairs(c), Self.pairs(d))
        let (even, odd): (SIMD4<UInt64>, SIMD4<UInt64>) = (.init(repeating: 0xFFFF_FFFF), .init(repeating: 0xFFFF_FFFF_0000_0000))
        let half = SIMD4<UInt64>(repeating: 32)
        let (abEven, cdEven) = (a & even | b &<< half, c & even | d &<< half)
        let (abOdd, cdOdd) = (a &>> half | b & odd, c &>> half | d & odd)
        firsts = Self.lows(abEven, cdEven)
        seconds = Self.lows(abOdd, cdOdd)
        thirds = Self.highs(abEven, cdEven)
        fourths = Self.highs(abOdd, cdOdd)
    }

    /// The eight windows' first numbers, second ones … `pitch` places apart.
    @inline(__always)
    func store(_ output: UnsafeMutablePointer<Int32>, pitch: Int) {
        UnsafeMutableRawPointer(output).storeBytes(of: firsts, as: SIMD4<UInt64>.self)
        UnsafeMutableRawPointer(output + pitch).storeBytes(of: seconds, as: SIMD4<UInt64>.self)
        UnsafeMutableRawPointer(output + 2 &* pitch).storeBytes(of: thirds, as: SIMD4<UInt64>.self)
        UnsafeMutableRawPointer(output + 3 &* pitch).storeBytes(of: fourths, as: SIMD4<UInt64>.self)
    }

    @inline(__always)
    private static func pairs(_ numbers: SIMD8<Int32>) -> SIMD4<UInt64> { unsafeBitCast(numbers, to: SIMD4<UInt64>.self) }

    @inline(__always)
    private static func lows(_ x: SIMD4<UInt64>, _ y: SIMD4<UInt64>) -> SIMD4<UInt64> { SIMD4<UInt64>(x[0], y[0], x[2], y[2]) }

    @inline(__always)
    private static func highs(_ x: SIMD4<UInt64>, _ y: SIMD4<UInt64>) -> SIMD4<UInt64> { SIMD4<UInt64>(x[1], y[1], x[3], y[3]) }
}
