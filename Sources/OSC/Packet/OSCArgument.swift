// OSC: Open Sound Control 1.0 and 1.1 over UDP: what a session shows goes out, what others ask comes in. May import Session and what lies
// below it, Glibc and Synchronization; no Foundation. Packets are hostile until parsed.

/// An argument of a message, of the types of OSC 1.1 and the two wide ones that many programs send.
public enum OSCArgument: Equatable, Sendable {
    /// `i`, 32 bits.
    case int(Int32)
    /// `f`, 32 bits; not a number and infinite are possible.
    case float(Float)
    /// `s` or `S`.
    case string(String)
    /// `b`.
    case blob([UInt8])
    /// `h`, 64 bits.
    case wideInt(Int64)
    /// `d`, 64 bits.
    case double(Double)
    /// `t`.
    case time(OSCTime)
    /// `T` or `F`.
    case bool(Bool)
    /// `N`.
    case null
    /// `I`: a trigger without a value.
    case impulse

    /// Its letter in the type tag string.
    var tag: UInt8 {
        switch self {
        case .int: UInt8(ascii: "i")
        case .float: UInt8(ascii: "f")
        case .string: UInt8(ascii: "s")
        case .blob: UInt8(ascii: "b")
        case .wideInt: UInt8(ascii: "h")
        case .double: UInt8(ascii: "d")
        case .time: UInt8(ascii: "t")
        case .bool(let isTrue): UInt8(ascii: isTrue ? "T" : "F")
        case .null: UInt8(ascii: "N")
        case .impulse: UInt8(ascii: "I")
        }
    }

    /// As a number, where it is one and finite; true is 1 and false 0, as buttons send them.
    public var number: Double? {
        switch self {
        case .int(let value): Double(value)
        case .wideInt(let value): Double(value)
        case .float(let value): value.isFinite ? Double(value) : nil
        case .double(let value): value.isFinite ? value : nil
        case .bool(let value): value ? 1 : 0
        case .string, .blob, .time, .null, .impulse: nil
        }
    }
}
