import Glibc

/// File names are bytes, which Swift's text cannot hold when they are not UTF-8. Such a byte travels as one character from the
/// end of the private use area, U+F780 … U+F7FF, from the command line to the kernel; names that are UTF-8 are what they were.
public enum FileName {
    /// The text for the bytes of one argument.
    public static func text(_ bytes: some Collection<UInt8>) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        var text = "".unicodeScalars
        var rest = ArraySlice(bytes)
        while let first = rest.first {
            let length = (1...4).first { String(validating: rest.prefix($0), as: UTF8.self)?.unicodeScalars.count == 1 }
            if let length {
                text.append(contentsOf: String(decoding: rest.prefix(length), as: UTF8.self).unicodeScalars)
            } else {
                text.append(Unicode.Scalar(0xF700 | UInt32(first)).unsafelyUnwrapped)
            }
            rest = rest.dropFirst(length ?? 1)
        }
        return String(text)
    }

    /// Calls `body` with the bytes of a name, ended by a zero: what the kernel takes.
    public static func bytes<Result>(of text: String, _ body: (UnsafePointer<CChar>) -> Result) -> Result {
        guard text.unicodeScalars.contains(where: isByte) else { return text.withCString(body) }
        var bytes: [CChar] = []
        for scalar in text.unicodeScalars {
            if isByte(scalar) {
                bytes.append(CChar(bitPattern: UInt8(truncatingIfNeeded: scalar.value)))
            } else {
                bytes += UTF8.encode(scalar)!.map { CChar(bitPattern: $0) }
            }
        }
        return (bytes + [0]).withUnsafeBufferPointer { body($0.baseAddress!) }
    }

    /// The name as one line that cannot act on a terminal: control codes, line breaks and changes of writing direction are written
    /// out, `\x1B` or `\u{202E}`, and so are bytes that are not UTF-8.
    public static func printable(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isUnprintable) else { return text }
        return text.unicodeScalars.map { scalar in
            if scalar == "\n" { return "\\n" }
            guard isUnprintable(scalar) else { return String(scalar) }
            let number = isByte(scalar) ? scalar.value & 0xFF : scalar.value
            let digits = String(number, radix: 16, uppercase: true)
            return number < 0x100 ? "\\x" + (number < 0x10 ? "0" : "") + digits : "\\u{\(digits)}"
        }.joined()
    }

    private static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: isByte(scalar) || (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
        }
    }

    /// Whether a character stands for a byte that is not UTF-8.
    static func isByte(_ scalar: Unicode.Scalar) -> Bool { (0xF780...0xF7FF).contains(scalar.value) }
}
