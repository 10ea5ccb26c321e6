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

    /// Whether a character stands for a byte that is not UTF-8.
    static func isByte(_ scalar: Unicode.Scalar) -> Bool { (0xF780...0xF7FF).contains(scalar.value) }
}
