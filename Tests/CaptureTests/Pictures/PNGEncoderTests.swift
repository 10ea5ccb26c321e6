import Tensor
import Testing

@testable import Capture

@Suite struct PNGEncoderTests {
    @Test func comesBackThroughTheDecoder() throws {
        let palette: [UInt32] = [0xFFFFFF, 0x000000, 0xFF0000, 0x00FF00, 0x0000FF, 0x0AC81E]
        let png = try PNGEncoder.encode([0, 1, 2, 3, 4, 5], palette: palette, width: 3, height: 2)
        #expect(try png == PNGEncoder.encode([0, 1, 2, 3, 4, 5], palette: palette, width: 3, height: 2))
        let folder = TemporaryFolder()
        var plane = LumaPlane(width: 1, height: 1)
        try PictureDecoder().decode(folder.file("a.png", png), into: &plane)
        // The same greys as in PictureTests.
        #expect(plane.width == 3 && plane.height == 2 && luma(plane) == [255, 0, 76, 150, 29, 124])
    }

    @Test func sidesHaveLimits() {
        #expect(throws: LeitmotifError.self) { try PNGEncoder.encode([], palette: [0], width: 0, height: 1) }
        #expect(throws: LeitmotifError.self) { try PNGEncoder.encode([], palette: [0], width: 99_999, height: 1) }
    }
}
