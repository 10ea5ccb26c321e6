import CV4L2
import Fixtures
import Tensor
import Testing

@testable import Capture

/// What libv4lconvert makes of frames, whole ones and hostile ones.
@Suite struct CameraConversionTests {
    private func decoder(_ foreign: CameraFormat.Foreign, _ width: Int, _ height: Int, rowBytes: Int = 0) throws -> CameraDecoder {
        try CameraDecoder(CameraGrant(pixels: .foreign(foreign), width: width, height: height, rowBytes: rowBytes), detail: .full)
    }

    /// A picture of one grey, as the format has it; formats of colours only.
    private func flat(_ foreign: CameraFormat.Foreign, _ grey: UInt8, _ width: Int, _ height: Int, padding: Int) -> [UInt8] {
        let row: [UInt8] =
            switch foreign {
            case .rgb565:
                (0..<width).flatMap { _ -> [UInt8] in
                    let value = UInt16(grey >> 3) << 11 | UInt16(grey >> 2) << 5 | UInt16(grey >> 3)
                    return [UInt8(truncatingIfNeeded: value), UInt8(value >> 8)]
                }
            case .grey16, .bayerBGGR16, .bayerRGGB16, .bayerGBRG16, .bayerGRBG16: (0..<width).flatMap { _ in [0, grey] }
            case .grey16BigEndian: (0..<width).flatMap { _ in [grey, 0] }
            default: Array(repeating: grey, count: width * (foreign.bitsPerPixel ?? 0) / 8)
            }
        return (0..<height).flatMap { _ in row + Array(repeating: 0x5A, count: padding) }
    }

    @Test(
        arguments: [
            .rgb565, .rgb32, .bgr32, .xrgb32, .grey16, .grey16BigEndian, .bayerBGGR, .bayerGBRG, .bayerGRBG, .bayerRGGB,
            .bayerBGGR16, .bayerRGGB16,
        ] as [CameraFormat.Foreign], [0, 24])
    func greyStaysGrey(_ foreign: CameraFormat.Foreign, padding: Int) throws {
        let (width, height) = (48, 32)
        let bytes = flat(foreign, 132, width, height, padding: padding)
        let decoder = try decoder(foreign, width, height, rowBytes: bytes.count / height)
        var plane = LumaPlane(width: 1, height: 1)
        #expect(bytes.withUnsafeBytes { decoder.luma(of: $0, into: &plane) })
        #expect(plane.width == width && plane.height == height)
        #expect(luma(plane).allSatisfy { abs(Int($0) - 132) <= 4 }, "\(luma(plane).prefix(8))")
        // A byte less than the last row needs is too little.
        #expect(!bytes.withUnsafeBytes { decoder.luma(of: UnsafeRawBufferPointer(rebasing: $0[..<($0.count - padding - 1)]), into: &plane) })
    }

    @Test func lumaOfItsOwnIsTakenAsItIs() throws {
        // M420: two rows of luma, then one of colour.
        let (width, height) = (32, 16)
        let bytes = (0..<height / 2).flatMap { _ in Array(repeating: UInt8(235), count: 2 * width) + Array(repeating: 128, count: width) }
        let decoder = try decoder(.m420, width, height)
        var plane = LumaPlane(width: 1, height: 1)
        #expect(bytes.withUnsafeBytes { decoder.luma(of: $0, into: &plane) })
        #expect(luma(plane).allSatisfy { $0 == 255 })
    }

    @Test(arguments: CameraFormat.Foreign.allCases) func hostileFramesAreRefusedOrShown(_ foreign: CameraFormat.Foreign) throws {
        var plane = LumaPlane(width: 1, height: 1)
        for (width, height) in [(16, 16), (64, 48), (176, 144)] {
            let decoder = try decoder(foreign, width, height)
            for count in [0, 1, 63, 64, 65, width * height / 2, width * height, width * height * 5] {
                // Zeros, ones, and bytes without order.
                for bytes in [Array(repeating: UInt8(0), count: count), Array(repeating: 255, count: count), noise(count)] {
                    let isShown = bytes.withUnsafeBytes { decoder.luma(of: $0, into: &plane) }
                    #expect(!isShown || plane.width == width && plane.height == height)
                    #expect(count >= 64 || !isShown)
                }
            }
        }
    }

    private func noise(_ count: Int) -> [UInt8] {
        var state: UInt32 = 7
        return (0..<count).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return UInt8(truncatingIfNeeded: state >> 24)
        }
    }

    @Test func sizesThatTheLibraryCannotTakeAreRefused() throws {
        for (width, height) in [(4, 4), (33, 32), (32, 33)] {
            #expect(throws: CameraRefusal.self) { try decoder(.rgb32, width, height) }
        }
        #expect(throws: CameraRefusal.self) { try decoder(.pac207, 36, 30) }
        _ = try decoder(.rgb32, 34, 34)
    }

    @Test func everyFormatHasOneCode() {
        let codes = CameraFormat.Pixels.all.flatMap { $0.codes }
        #expect(Set(codes).count == codes.count)
        for pixels in CameraFormat.Pixels.all {
            for code in pixels.codes { #expect(CameraFormat.Pixels(code: code) == pixels) }
        }
        #expect(fourCC("YUYV") == 0x5659_5559 && fourCC("Y16 -BE") == 0xA036_3159 && fourCCName(fourCC("YUYV")) == "YUYV")
        #expect(CameraFormat.Pixels(code: fourCC("H264")) == nil && CameraFormat.Pixels(code: fourCC("JL20")) == nil)
        #expect(CameraFormat.Pixels(code: fourCC("JPGL")) == nil)
        #expect(fourCCName(0x0700_4142) == "BA??")
    }
}
