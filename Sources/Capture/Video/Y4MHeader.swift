/// The first line of a YUV4MPEG2 stream (mjpegtools; ffmpeg's yuv4mpegenc.c adds X parameters).
struct Y4MHeader: Equatable {
    static let magic = "YUV4MPEG2"
    let width: Int
    let height: Int
    /// 25 when the stream says 0:0, unknown.
    let framesPerSecond: Double
    /// Bytes of the planes after each frame's luma.
    let chromaBytes: Int
    /// Luma runs 16 … 235 and has to be stretched: network and cascade were trained on full-range pictures.
    let isLimitedRange: Bool

    /// - Parameter line: without its line feed.
    static func parse(_ line: [UInt8]) -> Result<Y4MHeader, Refusal> {
        let words = line.split(separator: UInt8(ascii: " "))
        guard let first = words.first, first.elementsEqual(magic.utf8) else { return .failure("it does not begin with \(magic)") }
        var (width, height): (Int?, Int?)
        var rate: Double? = 25
        var colour = "420"
        var range: String?
        for word in words.dropFirst() {
            let value = word.dropFirst()
            switch word.first {
            case UInt8(ascii: "W"): width = number(value)
            case UInt8(ascii: "H"): height = number(value)
            case UInt8(ascii: "F"): rate = framesPerSecond(value)
            case UInt8(ascii: "C"): colour = String(decoding: value, as: UTF8.self)
            case UInt8(ascii: "X") where value.starts(with: "COLORRANGE=".utf8):
                range = String(decoding: value.dropFirst("COLORRANGE=".utf8.count), as: UTF8.self)
            default: break
            }
        }
        guard let width, let height, PictureLimits.allow(width: width, height: height) else {
            let limits = "1 to \(PictureLimits.side) pixels a side and \(PictureLimits.pixels) in all"
            return .failure("its size is missing or outside \(limits)")
        }
        guard let rate else { return .failure("its frame rate is not between 0.01 and 1000") }
        guard let chroma = chromaBytes(colour, width, height) else {
            return .failure("its colour format C\(colour) is unknown: 8-bit 420, 422, 444 and mono are read")
        }
        // Unless stated, colour video is limited by convention. Grey is full range, as ffmpeg and cameras write it.
        let isLimited = range.map { $0 != "FULL" } ?? (colour != "mono")
        return .success(
            Y4MHeader(width: width, height: height, framesPerSecond: rate, chromaBytes: chroma, isLimitedRange: isLimited))
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard (1...9).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private static func framesPerSecond(_ ratio: ArraySlice<UInt8>) -> Double? {
        let parts = ratio.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == 2, let over = number(parts[0]), let under = number(parts[1]) else { return nil }
        if over == 0 && under == 0 { return 25 }
        let rate = Double(over) / Double(under)
        return (0.01...1000).contains(rate) ? rate : nil
    }

    private static func chromaBytes(_ colour: String, _ width: Int, _ height: Int) -> Int? {
        switch colour {
        case "mono": 0
        case "420", "420jpeg", "420mpeg2", "420paldv": 2 * ((width + 1) / 2) * ((height + 1) / 2)
        case "411": 2 * ((width + 3) / 4) * height
        case "422": 2 * ((width + 1) / 2) * height
        case "444": 2 * width * height
        case "444alpha": 3 * width * height
        default: nil
        }
    }

    /// Why a header was refused.
    struct Refusal: Error, Equatable, ExpressibleByStringInterpolation {
        let text: String
        init(stringLiteral text: String) { self.text = text }
    }
}
