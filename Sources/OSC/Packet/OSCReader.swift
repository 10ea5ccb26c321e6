extension OSCPacket {
    /// Bundles within bundles, as deep as anybody sends them.
    static let deepest = 8
    /// Arguments of one message, and elements of one packet.
    static let mostParts = 1024

    /// Reads a datagram. Nil unless every byte of it is as the format says; a message without a type tag string, as very old programs
    /// send it, has no arguments.
    public init?(_ bytes: [UInt8]) {
        var budget = OSCPacket.mostParts
        self.init(bytes[...], depth: 0, budget: &budget)
    }

    private init?(_ bytes: ArraySlice<UInt8>, depth: Int, budget: inout Int) {
        var reader = OSCReader(bytes)
        guard bytes.count % 4 == 0, budget > 0, depth <= OSCPacket.deepest, let head = reader.string() else { return nil }
        budget -= 1
        guard head == "#bundle" else {
            guard head.hasPrefix("/"), let arguments = reader.arguments(), reader.isAtEnd else { return nil }
            self = .message(OSCMessage(head, arguments: arguments))
            return
        }
        guard let time: UInt64 = reader.number() else { return nil }
        var elements: [OSCPacket] = []
        while !reader.isAtEnd {
            guard let size: UInt32 = reader.number(), let part = reader.take(Int(size)),
                let element = OSCPacket(part, depth: depth + 1, budget: &budget)
            else { return nil }
            elements.append(element)
        }
        self = .bundle(time: OSCTime(units: time), elements)
    }
}

/// Reads one part after another; nil wherever there are too few bytes.
private struct OSCReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    mutating func number<Number: FixedWidthInteger>() -> Number? {
        take(MemoryLayout<Number>.size)?.reduce(0) { $0 << 8 | Number($1) }
    }

    /// UTF-8 (of which ASCII is a part), up to its NUL, and the filling up to four bytes.
    mutating func string() -> String? {
        guard let end = rest.firstIndex(of: 0), let text = String(validating: rest[..<end], as: UTF8.self),
            take((end - rest.startIndex) / 4 * 4 + 4) != nil
        else { return nil }
        return text
    }

    mutating func arguments() -> [OSCArgument]? {
        if isAtEnd { return [] }
        guard let tags = string(), tags.utf8.first == UInt8(ascii: ","), tags.utf8.count <= OSCPacket.mostParts else { return nil }
        var arguments: [OSCArgument] = []
        for tag in tags.utf8.dropFirst() {
            guard let argument = argument(tag) else { return nil }
            arguments.append(argument)
        }
        return arguments
    }

    private mutating func argument(_ tag: UInt8) -> OSCArgument? {
        switch tag {
        case UInt8(ascii: "i"): number().map { (bits: UInt32) in .int(Int32(bitPattern: bits)) }
        case UInt8(ascii: "f"): number().map { .float(Float(bitPattern: $0)) }
        case UInt8(ascii: "s"), UInt8(ascii: "S"): string().map { .string($0) }
        case UInt8(ascii: "h"): number().map { (bits: UInt64) in .wideInt(Int64(bitPattern: bits)) }
        case UInt8(ascii: "d"): number().map { .double(Double(bitPattern: $0)) }
        case UInt8(ascii: "t"): number().map { .time(OSCTime(units: $0)) }
        case UInt8(ascii: "T"): .bool(true)
        case UInt8(ascii: "F"): .bool(false)
        case UInt8(ascii: "N"): .null
        case UInt8(ascii: "I"): .impulse
        case UInt8(ascii: "b"): blob()
        default: nil
        }
    }

    private mutating func blob() -> OSCArgument? {
        guard let size: UInt32 = number(), size <= 65_536, let bytes = take(Int(size)), take((4 - Int(size) % 4) % 4) != nil else { return nil }
        return .blob(Array(bytes))
    }
}
