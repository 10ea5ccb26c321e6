/// Four pairs of numbers of each of eight windows: rows become columns.
struct TurnedNumbers {
    private let firsts, seconds, thirds, fourths: SIMD8<UInt32>

    /// Each vector holds four pairs of one window and of the fourth after it. Pairs are exchanged by shifts: of two steps of
    /// constant lanes the compiler would make one of many more instructions.
    @inline(__always)
    init(_ a: SIMD8<UInt32>, _ b: SIMD8<UInt32>, _ c: SIMD8<UInt32>, _ d: SIMD8<UInt32>) {
        let (a, b, c, d) = (Self.doubles(a), Self.doubles(b), Self.doubles(c), Self.doubles(d))
        let (even, odd): (SIMD4<UInt64>, SIMD4<UInt64>) = (.init(repeating: 0xFFFF_FFFF), .init(repeating: 0xFFFF_FFFF_0000_0000))
        let half = SIMD4<UInt64>(repeating: 32)
        let (abEven, cdEven) = (a & even | b &<< half, c & even | d &<< half)
        let (abOdd, cdOdd) = (a &>> half | b & odd, c &>> half | d & odd)
        firsts = Self.lows(abEven, cdEven)
        seconds = Self.lows(abOdd, cdOdd)
        thirds = Self.highs(abEven, cdEven)
        fourths = Self.highs(abOdd, cdOdd)
    }

    /// The first numbers of sixteen windows, of these and the others in turns, then the second ones … `pitch` places apart.
    @inline(__always)
    func store(between others: TurnedNumbers, _ output: UnsafeMutablePointer<UInt16>, pitch: Int) {
        Self.store(firsts, others.firsts, output, pitch)
        Self.store(seconds, others.seconds, output + 2 &* pitch, pitch)
        Self.store(thirds, others.thirds, output + 4 &* pitch, pitch)
        Self.store(fourths, others.fourths, output + 6 &* pitch, pitch)
    }

    @inline(__always)
    private static func store(_ even: SIMD8<UInt32>, _ odd: SIMD8<UInt32>, _ output: UnsafeMutablePointer<UInt16>, _ pitch: Int) {
        let (low, high) = (SIMD8<UInt32>(repeating: 0xFFFF), SIMD8<UInt32>(repeating: 0xFFFF_0000))
        let half = SIMD8<UInt32>(repeating: 16)
        UnsafeMutableRawPointer(output).storeBytes(of: even & low | odd &<< half, as: SIMD8<UInt32>.self)
        UnsafeMutableRawPointer(output + pitch).storeBytes(of: even &>> half | odd & high, as: SIMD8<UInt32>.self)
    }

    @inline(__always)
    private static func doubles(_ pairs: SIMD8<UInt32>) -> SIMD4<UInt64> { unsafeBitCast(pairs, to: SIMD4<UInt64>.self) }

    @inline(__always)
    private static func lows(_ x: SIMD4<UInt64>, _ y: SIMD4<UInt64>) -> SIMD8<UInt32> {
        unsafeBitCast(SIMD4<UInt64>(x[0], y[0], x[2], y[2]), to: SIMD8<UInt32>.self)
    }

    @inline(__always)
    private static func highs(_ x: SIMD4<UInt64>, _ y: SIMD4<UInt64>) -> SIMD8<UInt32> {
        unsafeBitCast(SIMD4<UInt64>(x[1], y[1], x[3], y[3]), to: SIMD8<UInt32>.self)
    }
}
