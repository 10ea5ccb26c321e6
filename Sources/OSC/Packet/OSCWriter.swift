extension OSCPacket {
    /// As one datagram: big endian, every part filled up to four bytes. Strings end at their first NUL, as the format wants it.
    public var bytes: [UInt8] {
        var writer = OSCWriter()
        writer.put(self)
        return writer.bytes
    }
}

private struct OSCWriter {
    var bytes: [UInt8] = []

    mutating func put(_ packet: OSCPacket) {
        switch packet {
        case .message(let message): put(message)
        case .bundle(let time, let elements):
            put("#bundle")
            put(time.units)
            for element in elements {
                let size = bytes.count
                put(UInt32(0))
                put(element)
                let length = UInt32(bytes.count - size - 4)
                for byte in 0..<4 { bytes[size + byte] = UInt8(truncatingIfNeeded: length >> UInt32(24 - 8 * byte)) }
            }
        }
    }

    private mutating func put(_ message: OSCMessage) {
        put(message.address)
        put(String(decoding: [UInt8(ascii: ",")] + message.arguments.map(\.tag), as: UTF8.self))
        for argument in message.arguments {
            switch argument {
            case .int(let value): put(UInt32(bitPattern: value))
            case .float(let value): put(value.bitPattern)
            case .string(let value): put(value)
            case .blob(let value):
                put(UInt32(value.count))
                bytes += value
                fill()
            case .wideInt(let value): put(UInt64(bitPattern: value))
            case .double(let value): put(value.bitPattern)
            case .time(let value): put(value.units)
            case .bool, .null, .impulse: break
            }
        }
    }

    private mutating func put(_ text: String) {
        bytes += text.utf8.prefix { $0 != 0 }
        bytes.append(0)
        fill()
    }

    private mutating func put(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.bigEndian) { bytes += $0 }
    }

    private mutating func fill() { while bytes.count % 4 != 0 { bytes.append(0) } }
}
