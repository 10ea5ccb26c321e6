import Tensor

/// How to bring a picture upright, as its file says: EXIF's tag in JPEG, PNG, WebP and TIFF, which `imread` follows too, and the
/// properties of an AVIF or HEIC. Upright as it is where the file says nothing, or nonsense.
func orientation(of kind: PictureKind, in bytes: UnsafeRawBufferPointer) -> Orientation {
    switch kind {
    case .jpeg: exifOfJPEG(bytes).flatMap(orientation(exif:)) ?? Orientation()
    case .png: exifOfPNG(bytes).flatMap(orientation(exif:)) ?? Orientation()
    case .webp: exifOfWebP(bytes).flatMap(orientation(exif:)) ?? Orientation()
    case .tiff: orientation(exif: bytes) ?? Orientation()
    case .avif, .heic: HEIFProperties(bytes).orientation
    case .pnm, .bmp, .gif: Orientation()
    }
}

extension Orientation {
    /// By EXIF's number, 1 … 8; nil for any other.
    init?(exif number: Int) {
        guard (1...8).contains(number) else { return nil }
        self.init(degrees: [0, 0, 180, 180, 90, 90, 270, 270][number - 1], isMirrored: [2, 4, 5, 7].contains(number))
    }
}

/// EXIF is a TIFF (EXIF 2.32, 4.5): byte order, place of the first directory, and its entries of twelve bytes.
func orientation(exif bytes: UnsafeRawBufferPointer) -> Orientation? {
    let isBig: Bool
    switch bytes.prefix(4) {
    case let head where head.elementsEqual([0x49, 0x49, 42, 0]): isBig = false
    case let head where head.elementsEqual([0x4D, 0x4D, 0, 42]): isBig = true
    default: return nil
    }
    guard let directory = bytes.number(at: 4, bytes: 4, isBig), let count = bytes.number(at: directory, bytes: 2, isBig) else { return nil }
    for index in 0..<count {
        let entry = directory + 2 + 12 * index
        guard let tag = bytes.number(at: entry, bytes: 2, isBig), let type = bytes.number(at: entry + 2, bytes: 2, isBig) else { return nil }
        guard tag == 0x0112 else { continue }
        // A short by the standard; some write a long.
        guard type == 3 || type == 4, let number = bytes.number(at: entry + 8, bytes: type == 3 ? 2 : 4, isBig) else { return nil }
        return Orientation(exif: number)
    }
    return nil
}

/// The segments before the picture's data; EXIF is in the first APP1 that says so, another may hold XMP.
private func exifOfJPEG(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    var position = 2
    while let marker = bytes.number(at: position, bytes: 2, true), marker >= 0xFF00 {
        switch marker {
        case 0xFFFF: position += 1
        case 0xFFD9, 0xFFDA: return nil
        case 0xFF01, 0xFFD0...0xFFD8: position += 2
        default:
            guard let length = bytes.number(at: position + 2, bytes: 2, true), length >= 2 else { return nil }
            if marker == 0xFFE1, let segment = bytes.part(at: position + 4, length - 2), segment.starts(with: exifName) {
                return UnsafeRawBufferPointer(rebasing: segment.dropFirst(exifName.count))
            }
            position += 2 + length
        }
    }
    return nil
}

private let exifName = Array("Exif\0\0".utf8)

private func exifOfPNG(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    var position = 8
    while let length = bytes.number(at: position, bytes: 4, true), let name = bytes.part(at: position + 4, 4) {
        if name.elementsEqual("eXIf".utf8) { return bytes.part(at: position + 8, length) }
        position += 12 + length
    }
    return nil
}

private func exifOfWebP(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    var position = 12
    while let name = bytes.part(at: position, 4), let length = bytes.number(at: position + 4, bytes: 4, false) {
        if name.elementsEqual("EXIF".utf8), let exif = bytes.part(at: position + 8, length) {
            // Some write the name that JPEG needs.
            return exif.starts(with: exifName) ? UnsafeRawBufferPointer(rebasing: exif.dropFirst(exifName.count)) : exif
        }
        position += 8 + length + length & 1
    }
    return nil
}

/// What an AVIF or HEIC says of its pictures (ISO 23008-12, 6.5), wherever it says so: its tiles and thumbnails share the turn of
/// the whole, which is the largest.
struct HEIFProperties {
    private(set) var orientation = Orientation()
    /// Pixels of the largest picture in it, before it is turned; 0 when it does not say.
    private(set) var width = 0, height = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        var (degrees, isMirrored) = (0, false)
        for position in stride(from: 0, to: bytes.count - 8, by: 1) where bytes[position] == 0 && bytes[position + 4] == UInt8(ascii: "i") {
            guard let size = bytes.number(at: position, bytes: 4, true), let name = bytes.number(at: position + 4, bytes: 4, true),
                let box = bytes.part(at: position + 8, size - 8)
            else { continue }
            switch (name, size) {
            case (0x6972_6F74, 9): degrees = 360 - 90 * Int(box[0] & 3)  // irot: quarter turns to the left.
            case (0x696D_6972, 9):  // imir: 0 exchanges top and bottom, 1 left and right.
                isMirrored = true
                if box[0] & 1 == 0 { degrees += 180 }
            case (0x6973_7065, 20):  // ispe
                guard let width = box.number(at: 4, bytes: 4, true), let height = box.number(at: 8, bytes: 4, true),
                    max(width, height) < 1 << 31
                else { continue }
                if width * height > self.width * self.height { (self.width, self.height) = (width, height) }
            default: break
            }
        }
        orientation = Orientation(degrees: degrees % 360, isMirrored: isMirrored) ?? Orientation()
    }
}

extension UnsafeRawBufferPointer {
    /// A number of 2 or 4 bytes; nil beyond the end.
    fileprivate func number(at position: Int, bytes count: Int, _ isBig: Bool) -> Int? {
        guard let part = part(at: position, count) else { return nil }
        return isBig ? part.reduce(0) { $0 << 8 | Int($1) } : part.reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// Nil when it does not lie within.
    fileprivate func part(at position: Int, _ length: Int) -> UnsafeRawBufferPointer? {
        guard position >= 0, length >= 0, position <= count, length <= count - position else { return nil }
        return UnsafeRawBufferPointer(rebasing: self[position..<position + length])
    }
}
