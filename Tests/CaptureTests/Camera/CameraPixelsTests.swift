import CV4L2
import Tensor
import Testing

@testable import Capture

/// Luma out of what drivers deliver, pixel by pixel against plain arithmetic.
@Suite struct CameraPixelsTests {
    /// Luma 16 … 235 at full range, by division: the reference.
    private let fullRange: [UInt8] = (0..<256).map { UInt8(min(255, max(0, (($0 - 16) * 510 + 219) / 438))) }

    /// A frame of random bytes with padded rows, and what its luma must be before range and reduction.
    private func frame(
        _ pixels: CameraFormat.Raw, _ width: Int, _ height: Int, padding: Int
    ) -> (bytes: [UInt8], luma: [[UInt8]]) {
        var dice = Dice(state: UInt64(width * 1000 + height))
        let rowBytes = pixels.rowBytes(width: width) + padding
        let bytes = (0..<rowBytes * height).map { _ in UInt8.random(in: 0...255, using: &dice) }
        func at(_ row: Int, _ offset: Int) -> Int { Int(bytes[row * rowBytes + offset]) }
        let luma = (0..<height).map { row in
            (0..<width).map { column -> UInt8 in
                switch pixels {
                case .yuyv, .yvyu: UInt8(at(row, 2 * column))
                case .uyvy, .vyuy: UInt8(at(row, 2 * column + 1))
                case .rgb24:
                    UInt8((9798 * at(row, 3 * column) + 19235 * at(row, 3 * column + 1) + 3735 * at(row, 3 * column + 2) + 16384) >> 15)
                case .bgr24:
                    UInt8((3735 * at(row, 3 * column) + 19235 * at(row, 3 * column + 1) + 9798 * at(row, 3 * column + 2) + 16384) >> 15)
                default: UInt8(at(row, column))
                }
            }
        }
        return (bytes, luma)
    }

    /// Averages over boxes, in whole numbers, halves upwards.
    private func averaged(_ luma: [[UInt8]], _ factor: Int) -> [UInt8] {
        (0..<luma.count / factor).flatMap { y in
            (0..<luma[0].count / factor).map { x in
                var sum = 0
                for row in 0..<factor { for column in 0..<factor { sum += Int(luma[y * factor + row][x * factor + column]) } }
                return UInt8((sum + factor * factor / 2) / (factor * factor))
            }
        }
    }

    @Test(arguments: CameraFormat.Raw.allCases, [(1, 1), (2, 2), (5, 4), (33, 7), (67, 3), (129, 2)])
    func lumaIsTakenFromEveryLayout(_ pixels: CameraFormat.Raw, _ size: (Int, Int)) {
        let (width, height) = size
        for padding in [0, 3] {
            let (bytes, expected) = frame(pixels, width, height, padding: padding)
            let layout = CameraPixels(
                pixels: pixels, width: width, height: height, rowBytes: pixels.rowBytes(width: width) + padding,
                isLimitedRange: false)
            var plane = LumaPlane(width: 1, height: 1)
            #expect(bytes.withUnsafeBytes { layout.luma(of: $0, into: &plane) })
            #expect(plane.width == width && plane.height == height && luma(plane) == expected.flatMap { $0 })
            // The last row needs no padding, but every one of its pixels.
            let needed = bytes.count - padding
            #expect(bytes.withUnsafeBytes { layout.luma(of: UnsafeRawBufferPointer(rebasing: $0[..<needed]), into: &plane) })
            #expect(!bytes.withUnsafeBytes { layout.luma(of: UnsafeRawBufferPointer(rebasing: $0[..<(needed - 1)]), into: &plane) })
        }
    }

    @Test(arguments: [1, 2, 4, 8], [false, true]) func rowsBecomeAveragesOfBoxes(_ factor: Int, _ isLimited: Bool) {
        // Odd sizes: the last columns and rows do not fill a box.
        for (width, height) in [(8, 8), (35, 19), (67, 9)] {
            let (_, rows) = frame(.grey, width, height, padding: 0)
            let reduction = RowReduction(width: width, height: height, factor: factor, isLimitedRange: isLimited)
            var plane = LumaPlane(width: 1, height: 1)
            var asked: [Int] = []
            let isWhole = reduction.fill(&plane) { y, row in
                asked.append(y)
                row.update(from: rows[y], count: width)
                return true
            }
            #expect(isWhole && asked == Array(0..<height / factor * factor) && reduction.rowsUsed == asked.count)
            #expect(plane.width == width / factor && plane.height == height / factor)
            #expect(luma(plane) == averaged(rows, factor).map { isLimited ? fullRange[Int($0)] : $0 })
            #expect(!reduction.fill(&plane) { y, _ in y < reduction.rowsUsed - 1 }, "a row that does not come ends it")
        }
    }

    @Test func largePicturesAreReduced() {
        let (width, height) = (2561, 1801)
        var bytes = [UInt8](repeating: 0, count: width * 2 * height)
        for index in [0, 2, width * 2, width * 2 + 2] { bytes[index] = 101 }
        let layout = CameraPixels(pixels: .yuyv, width: width, height: height, rowBytes: 0, isLimitedRange: false, detail: .faces)
        var plane = LumaPlane(width: 1, height: 1)
        #expect(bytes.withUnsafeBytes { layout.luma(of: $0, into: &plane) })
        #expect(plane.width == 1280 && plane.height == 900 && plane.pixels[0] == 101 && plane.pixels[1] == 0)
    }

    @Test func averagesOfExtremesAreExact() {
        for factor in [2, 4, 8] {
            var white = [UInt16](repeating: UInt16(255 * factor), count: 3 * factor)
            var out = [UInt8](repeating: 7, count: 3)
            averageBoxes(&white, factor: factor, count: 3, into: &out)
            #expect(out == [255, 255, 255])
        }
    }

    @Test func limitedRangeIsStretchedAsTheTableSays() {
        var every = (0..<256).map { UInt8($0) }
        stretchToFullRange(&every, count: 256)
        #expect(every == fullRange)
        #expect(fullRange[16] == 0 && fullRange[0] == 0 && fullRange[235] == 255 && fullRange[255] == 255 && fullRange[126] == 128)
        for value in 16...235 { #expect(abs(Double(fullRange[value]) - Double(value - 16) * 255 / 219) <= 0.5) }
        let layout = CameraPixels(pixels: .yuyv, width: 3, height: 1, rowBytes: 6, isLimitedRange: true)
        var plane = LumaPlane(width: 1, height: 1)
        let frame: [UInt8] = [16, 9, 235, 9, 5, 9]
        #expect(frame.withUnsafeBytes { layout.luma(of: $0, into: &plane) })
        #expect(luma(plane) == [0, 255, 0])
    }

    @Test func rangeIsWhatTheDriverSaysAndElseTheKernelsRule() {
        func isLimited(_ pixels: CameraFormat.Raw, _ quantization: v4l2_quantization, _ colours: v4l2_colorspace) -> Bool {
            CameraPixels.isLimitedRange(pixels, quantization: quantization.rawValue, colourSpace: colours.rawValue)
        }
        let (unsaid, full, limited) = (V4L2_QUANTIZATION_DEFAULT, V4L2_QUANTIZATION_FULL_RANGE, V4L2_QUANTIZATION_LIM_RANGE)
        for pixels in [.yuyv, .uyvy, .nv12, .yu12, .yv12] as [CameraFormat.Raw] {
            #expect(isLimited(pixels, unsaid, V4L2_COLORSPACE_SRGB) && isLimited(pixels, limited, V4L2_COLORSPACE_JPEG))
            #expect(!isLimited(pixels, unsaid, V4L2_COLORSPACE_JPEG) && !isLimited(pixels, full, V4L2_COLORSPACE_SRGB))
        }
        for pixels in [.grey, .rgb24, .bgr24] as [CameraFormat.Raw] {
            #expect(!isLimited(pixels, unsaid, V4L2_COLORSPACE_SRGB) && isLimited(pixels, limited, V4L2_COLORSPACE_SRGB))
        }
    }

    @Test func everySizeHasItsReduction() {
        for (width, height, factor) in [
            (1, 1, 1), (640, 480, 1), (1280, 720, 1), (1920, 1080, 1), (2560, 1440, 1), (2048, 2024, 1), (2048, 2025, 2),
            (3840, 2160, 2), (7680, 4320, 4), (16384, 4096, 8), (16384, 260, 2), (4_147_200, 1, 1),
        ] {
            #expect(FrameDetail.faces.reduction(width: width, height: height) == factor, "\(width)×\(height)")
            #expect(FrameDetail.full.reduction(width: width, height: height) == 1)
        }
    }

    @Test func jpegIsDecodedSmaller() throws {
        // A ramp: the average of a box is its middle, whatever the transform.
        let (width, height) = (2561, 1801)
        let ramp = (0..<width * height).map { UInt8(($0 % width) / 16 + ($0 / width) / 32) }
        let jpeg = try #require(makeJPEG(ramp, width: width, height: height))
        var plane = LumaPlane(width: 1, height: 1)
        let bytes = owned(jpeg)
        try decodeJPEG(bytes.raw, name: "ramp", colour: .lumaOnly(.faces), into: &plane)
        // libjpeg rounds sides up.
        #expect(plane.width == 1281 && plane.height == 901)
        let small = luma(plane)
        let isRamp = (0..<900).allSatisfy { y in
            (0..<1280).allSatisfy { x in abs(Int(small[y * 1281 + x]) - (2 * x / 16 + 2 * y / 32)) <= 3 }
        }
        #expect(isRamp)
        try decodeJPEG(bytes.raw, name: "ramp", colour: .lumaOnly(.full), into: &plane)
        #expect(plane.width == width && plane.height == height)
    }
}
