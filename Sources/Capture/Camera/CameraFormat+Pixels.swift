extension CameraFormat {
    /// How pixels lie in a driver's frame.
    public enum Pixels: Hashable, Sendable {
        /// Luma lies plainly in it; `Raw` says where.
        case raw(Raw)
        /// A JPEG for every frame.
        case mjpeg
        /// Anything else that libv4lconvert knows.
        case foreign(Foreign)

        /// What people call it: its four-character code, except for Motion-JPEG.
        public var name: String {
            switch self {
            case .raw(let raw): raw.rawValue
            case .mjpeg: "MJPEG"
            case .foreign(let foreign): foreign.rawValue
            }
        }

        /// Every one that we read, the best first where all else is equal.
        static let all = Raw.allCases.map { Pixels.raw($0) } + [.mjpeg] + Foreign.allCases.map { .foreign($0) }

        /// Nil for a code that we do not read.
        init?(code: UInt32) {
            guard let pixels = Pixels.byCode[code] else { return nil }
            self = pixels
        }

        private static let byCode = Dictionary(
            all.flatMap { pixels in pixels.codes.map { ($0, pixels) } }, uniquingKeysWith: { first, _ in first })

        /// Its codes, the usual one first; those of frames whose planes lie apart among them.
        var codes: [UInt32] {
            switch self {
            case .raw(let raw): ([raw.rawValue] + raw.otherCodes).map(fourCC)
            case .mjpeg: ["MJPG", "JPEG"].map(fourCC)
            case .foreign(let foreign): [fourCC(foreign.rawValue)]
            }
        }

        /// Bits that a pixel needs on the way, roughly where it is compressed.
        var bitsPerPixel: Double {
            switch self {
            case .raw(let raw): raw.bitsPerPixel
            case .mjpeg: 1.5
            case .foreign(let foreign): foreign.bitsPerPixel.map(Double.init) ?? 4
            }
        }
    }

    /// Uncompressed layouts, named by their codes. Luma is a byte a pixel in the first plane or between colour; colour is passed
    /// over, and so are the planes behind the first.
    public enum Raw: String, Sendable, CaseIterable {
        case yuyv = "YUYV"
        case nv12 = "NV12"
        case yu12 = "YU12"
        case yv12 = "YV12"
        case uyvy = "UYVY"
        case yvyu = "YVYU"
        case vyuy = "VYUY"
        case nv21 = "NV21"
        case nv16 = "NV16"
        case nv61 = "NV61"
        case planar422 = "422P"
        case nv24 = "NV24"
        case nv42 = "NV42"
        case grey = "GREY"
        case rgb24 = "RGB3"
        case bgr24 = "BGR3"

        /// The same first plane under another code, because the planes behind it lie elsewhere.
        fileprivate var otherCodes: [String] {
            switch self {
            case .nv12: ["NM12"]
            case .nv21: ["NM21"]
            case .nv16: ["NM16"]
            case .nv61: ["NM61"]
            case .yu12: ["YM12"]
            case .yv12: ["YM21"]
            case .planar422: ["YM16", "YM61", "YM24", "YM42"]
            default: []
            }
        }

        /// Bytes from one pixel of the first plane to the next.
        var step: Int {
            switch self {
            case .yuyv, .uyvy, .yvyu, .vyuy: 2
            case .rgb24, .bgr24: 3
            default: 1
            }
        }

        fileprivate var bitsPerPixel: Double {
            switch self {
            case .yuyv, .uyvy, .yvyu, .vyuy, .nv16, .nv61, .planar422: 16
            case .nv24, .nv42, .rgb24, .bgr24: 24
            case .nv12, .nv21, .yu12, .yv12: 12
            case .grey: 8
            }
        }
    }

    /// Formats for libv4lconvert, named by their codes. Left out are those that it hands to another program (OV511, OV518), and
    /// those whose damaged frames make it end ours (JL20), crash (JPGL) or write to the terminal (CPIA).
    public enum Foreign: String, Sendable, CaseIterable {
        case rgb565 = "RGBP"
        case bgr32 = "BGR4"
        case rgb32 = "RGB4"
        case xbgr32 = "XR24"
        case xrgb32 = "BX24"
        case abgr32 = "AR24"
        case argb32 = "BA24"
        case hsv24 = "HSV3"
        case hsv32 = "HSV4"
        case bayerBGGR = "BA81"
        case bayerGBRG = "GBRG"
        case bayerGRBG = "GRBG"
        case bayerRGGB = "RGGB"
        case bayerBGGR10 = "BG10"
        case bayerGBRG10 = "GB10"
        case bayerGRBG10 = "BA10"
        case bayerRGGB10 = "RG10"
        case bayerBGGR10Packed = "pBAA"
        case bayerGBRG10Packed = "pGAA"
        case bayerGRBG10Packed = "pgAA"
        case bayerRGGB10Packed = "pRAA"
        case bayerBGGR16 = "BYR2"
        case bayerGBRG16 = "GB16"
        case bayerGRBG16 = "GR16"
        case bayerRGGB16 = "RG16"
        case stv0680 = "S680"
        case grey16 = "Y16 "
        case grey16BigEndian = "Y16 -BE"
        case grey10Packed = "Y10B"
        case m420 = "M420"
        case konica420 = "KONI"
        case cit = "CITV"
        case spca501 = "S501"
        case spca505 = "S505"
        case spca508 = "S508"
        case sn9c20x = "S920"
        case hm12 = "HM12"
        case pixartJPEG = "PJPG"
        case spca561 = "S561"
        case sn9c10x = "S910"
        case sn9c2028 = "SONX"
        case pac207 = "P207"
        case mr97310a = "M310"
        case sq905c = "905C"
        case se401 = "S401"

        /// Bits of a pixel in a row; nil where frames have no rows, because they are compressed or in blocks.
        var bitsPerPixel: Int? {
            switch self {
            case .bayerBGGR, .bayerGBRG, .bayerGRBG, .bayerRGGB: 8
            case .bayerBGGR10Packed, .bayerGBRG10Packed, .bayerGRBG10Packed, .bayerRGGB10Packed, .grey10Packed: 10
            case .rgb565, .grey16, .grey16BigEndian, .bayerBGGR10, .bayerGBRG10, .bayerGRBG10, .bayerRGGB10, .bayerBGGR16, .bayerGBRG16,
                .bayerGRBG16, .bayerRGGB16:
                16
            case .hsv24: 24
            case .bgr32, .rgb32, .xbgr32, .xrgb32, .abgr32, .argb32, .hsv32: 32
            default: nil
            }
        }

        /// Bytes of a whole frame without rows; nil where a frame may have any number.
        func frameBytes(width: Int, height: Int) -> Int? {
            switch self {
            case .m420, .konica420, .cit, .spca501, .spca505, .spca508, .sn9c20x, .hm12: width * height * 3 / 2
            case .stv0680: width * height
            default: nil
            }
        }

        /// It carries luma, which is taken as it is; from the others libv4lconvert makes colours.
        var hasLuma: Bool {
            switch self {
            case .m420, .konica420, .cit, .spca501, .spca505, .spca508, .sn9c20x, .hm12, .pixartJPEG: true
            default: false
            }
        }
    }
}

/// Four characters as the number that drivers use; -BE behind them sets the highest bit, as in the kernel's own writing.
func fourCC(_ name: String) -> UInt32 {
    name.utf8.prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) } | (name.hasSuffix("-BE") ? 1 << 31 : 0)
}

/// The characters of a code; a question mark for what is none.
func fourCCName(_ code: UInt32) -> String {
    let bytes = (0..<4).map { UInt8(truncatingIfNeeded: code >> (8 * $0)) }
    return String(decoding: bytes.map { (0x20..<0x7F).contains($0) ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
}
