/// Four pairs of numbers from each of sixteen windows, transposed: windows become lanes.
struct TransposedPairs {
    private let firsts, seconds, thirds, fourths: SIMD16<UInt32>

    /// Each vector holds four pairs of one window, of the fourth after it, the eighth and the twelfth. Pairs are exchanged by shifts:
    /// two constant shuffles the compiler would merge into one of many more instructions.
    @inline(__always)
    init(_ a: SIMD16<UInt32>, _ b: SIMD16<UInt32>, _ c: SIMD16<UInt32>, _ d: SIMD16<UInt32>) {
        let (a, b, c, d) = (Self.doubles(a), Self.doubles(b), Self.doubles(c), Self.doubles(d))
        let (even, odd): (SIMD8<UInt64>, SIMD8<UInt64>) = (.init(repeating: 0xFFFF_FFFF), .init(repeating: 0xFFFF_FFFF_0000_0000))
        let half = SIMD8<UInt64>(repeating: 32)
        let (abEven, cdEven) = (a & even | b &<< half, c & even | d &<< half)
        let (abOdd, cdOdd) = (a &>> half | b & odd, c &>> half | d & odd)
        firsts = Self.lows(abEven, cdEven)
        seconds = Self.lows(abOdd, cdOdd)
        thirds = Self.highs(abEven, cdEven)
        fourths = Self.highs(abOdd, cdOdd)
    }

    /// Stores the first numbers of 32 windows, these and the others interleaved, then the second ones and so on.
    @inline(__always)
    func store(between others: TransposedPairs, _ output: UnsafeMutablePointer<UInt16>) {
        Self.store(firsts, others.firsts, output)
        Self.store(seconds, others.seconds, output + 64)
        Self.store(thirds, others.thirds, output + 128)
        Self.store(fourths, others.fourths, output + 192)
    }

    @inline(__always)
    private static func store(_ even: SIMD16<UInt32>, _ odd: SIMD16<UInt32>, _ output: UnsafeMutablePointer<UInt16>) {
        let (low, high) = (SIMD16<UInt32>(repeating: 0xFFFF), SIMD16<UInt32>(repeating: 0xFFFF_0000))
        let half = SIMD16<UInt32>(repeating: 16)
        UnsafeMutableRawPointer(output).storeBytes(of: even & low | odd &<< half, as: SIMD16<UInt32>.self)
        UnsafeMutableRawPointer(output + 32).storeBytes(of: even &>> half | odd & high, as: SIMD16<UInt32>.self)
    }

    @inline(__always)
    private static func doubles(_ pairs: SIMD16<UInt32>) -> SIMD8<UInt64> { unsafeBitCast(pairs, to: SIMD8<UInt64>.self) }

    @inline(__always)
    private static func lows(_ x: SIMD8<UInt64>, _ y: SIMD8<UInt64>) -> SIMD16<UInt32> {
        unsafeBitCast(SIMD8<UInt64>(x[0], y[0], x[2], y[2], x[4], y[4], x[6], y[6]), to: SIMD16<UInt32>.self)
    }

    @inline(__always)
    private static func highs(_ x: SIMD8<UInt64>, _ y: SIMD8<UInt64>) -> SIMD16<UInt32> {
        unsafeBitCast(SIMD8<UInt64>(x[1], y[1], x[3], y[3], x[5], y[5], x[7], y[7]), to: SIMD16<UInt32>.self)
    }
}
