/// The level that everything is built for. Package.swift defines it, for the whole program at once; what follows from it for the
/// kernels is decided here. (Cascade and DSP have one such place more each, `WindowLanes` and `FusedMultiply`.)
public enum ProcessorLevel {
    /// Of x86-64, 2 to 4; 0 for its base, and for other architectures.
    @inlinable @inline(__always)
    public static var number: Int {
        #if SIMD_V4
        4
        #elseif SIMD_V3
        3
        #elseif SIMD_V2
        2
        #else
        0
        #endif
    }

    /// As people know it: `x86-64-v3`.
    public static var words: String {
        #if arch(arm64)
        "arm64"
        #else
        number == 0 ? "x86-64" : "x86-64-v\(number)"
        #endif
    }

    /// Whether a · b + c is one instruction. Without it the standard library's `addProduct` calls libm once a lane, 24 times slower.
    @inlinable @inline(__always)
    public static var fuses: Bool {
        #if arch(arm64)
        true
        #else
        number >= 3
        #endif
    }
}

/// The processor's vector registers. Plain `if`s on these constants leave no trace: what a level does not use is not in its program.
enum Registers {
    /// Floats in each.
    @inline(__always)
    static var lanes: Int { ProcessorLevel.number == 4 ? 16 : ProcessorLevel.number == 3 ? 8 : 4 }

    /// How many may hold accumulators while inputs and weights take the rest.
    @inline(__always)
    static var sums: Int { ProcessorLevel.number == 4 || areMany ? 24 : 12 }

    /// Whether sixteen channels' accumulators fit: sixteen registers of four lanes hold those for eight channels only.
    @inline(__always)
    static var holdSixteenChannels: Bool { lanes >= 8 || areMany }

    /// The processors of arm64 have 32 of four lanes.
    @inline(__always)
    private static var areMany: Bool {
        #if arch(arm64)
        true
        #else
        false
        #endif
    }
}

/// The vector of the kernels: a whole register with AVX-512, otherwise eight lanes (one AVX, two SSE or NEON registers). In pooling
/// no weights compete for registers: there a vector spans two of them, so that each cache line of a pixel is visited once. For eight
/// channels the wide registers are split.
#if SIMD_V4
typealias WideLanes = SIMD16<Float>
typealias PoolLanes = SIMD16<Float>
typealias NarrowLanes = SplitLanes
#elseif SIMD_V3 || arch(arm64)
typealias WideLanes = SIMD8<Float>
typealias PoolLanes = SIMD16<Float>
typealias NarrowLanes = WholeLanes<SIMD8<Float>>
#else
typealias WideLanes = SIMD8<Float>
typealias PoolLanes = SIMD8<Float>
typealias NarrowLanes = WholeLanes<SIMD8<Float>>
#endif
