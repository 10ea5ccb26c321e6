import Tensor

/// Decodes PGM and PPM of up to 8 bits, binary (P5, P6) and plain (P2, P3), with comments. A PGM whose maximum is 255 comes
/// through byte for byte; smaller ranges are stretched to 255. Colour goes through OpenCV's rule.
func decodePNM(_ bytes: UnsafeRawBufferPointer, name: String, into plane: inout LumaPlane) throws(LeitmotifError) {
    func failure(_ cause: String) -> LeitmotifError {
        LeitmotifError(.damaged, PictureDecoder.operation, name, cause, next: "save it again as an 8-bit PGM or PPM")
    }
    guard bytes.count > 2, bytes[0] == UInt8(ascii: "P") else { throw failure("it is not a PGM or PPM") }
    let isPlain = bytes[1] == UInt8(ascii: "2") || bytes[1] == UInt8(ascii: "3")
    let isColour = bytes[1] == UInt8(ascii: "3") || bytes[1] == UInt8(ascii: "6")
    var numbers = PNMNumbers(bytes: bytes, position: 2)
    guard let width = numbers.next(), let height = numbers.next(), let largest = numbers.next() else {
        throw failure("its header is not complete")
    }
    try PictureLimits.check(width: width, height: height, for: PictureDecoder.operation, of: name)
    guard (1...255).contains(largest) else { throw failure("a largest value of \(largest) is outside 1 to 255") }
    // Exactly one white-space byte ends the header. Sizes are within limits by now, so these products cannot overflow.
    let step = isColour ? 3 : 1
    let first = numbers.position + 1
    let samples = width * height * step
    // A plain sample takes at least one digit and, except for the last, a separator.
    let needed = isPlain ? samples * 2 - 1 : samples
    guard bytes.count - first >= needed else { throw failure("it ends early: \(max(0, bytes.count - first)) of \(needed) bytes") }

    plane.reshape(width: width, height: height)
    let stride = plane.view.stride
    let row = Bytes(capacity: width * step)
    for y in 0..<height {
        if isPlain {
            for index in 0..<width * step {
                guard let value = numbers.next() else { throw failure("a number is missing or malformed in row \(y)") }
                row.base[index] = UInt8(min(value, 255))
            }
        } else {
            let source = bytes.baseAddress! + first + y * width * step
            UnsafeMutableRawPointer(row.base).copyMemory(from: source, byteCount: width * step)
        }
        if largest != 255 {
            for index in 0..<width * step {
                row.base[index] = UInt8((min(Int(row.base[index]), largest) * 255 + largest / 2) / largest)
            }
        }
        let target = plane.pixels + y * stride
        if isColour {
            grey(row.base, count: width, into: target)
        } else {
            target.update(from: row.base, count: width)
        }
    }
}

func isPNMSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

/// Decimal numbers between white space and comments; stops right after the last digit.
struct PNMNumbers {
    let bytes: UnsafeRawBufferPointer
    var position: Int

    /// Nil at the end, at anything but a digit, and above a million.
    mutating func next() -> Int? {
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "#") {
                while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
            } else if isPNMSpace(bytes[position]) {
                position += 1
            } else {
                break
            }
        }
        var value: Int?
        while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
            value = (value ?? 0) * 10 + Int(bytes[position] - 0x30)
            guard value! <= 1_000_000 else { return nil }
            position += 1
        }
        return value
    }
}
