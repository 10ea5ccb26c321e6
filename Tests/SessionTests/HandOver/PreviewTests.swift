import Capture
import Fixtures
import Tensor
import Testing

@testable import Session

@Suite struct PreviewTests {
    /// A picture with a different grey in each of its quarters.
    private func quarters(_ width: Int, _ height: Int) -> LumaPlane {
        let plane = LumaPlane(width: width, height: height)
        for y in 0..<height {
            for x in 0..<width { plane.pixels[y * width + x] = UInt8(40 + (2 * y < height ? 0 : 100) + (2 * x < width ? 0 : 50)) }
        }
        return plane
    }

    @Test(arguments: [(640, 480), (1920, 1080), (320, 240), (100, 2000), (33, 17), (1, 1)])
    func aPictureIsReducedToItsShape(_ width: Int, _ height: Int) {
        let plane = quarters(width, height)
        let small = Preview.reduced(plane.view, number: 1)
        #expect(max(small.width, small.height) <= Preview.mostPixels && small.luma.count == small.width * small.height)
        guard width > 1 else { return }
        #expect(abs(Double(small.width) / Double(small.height) / (Double(width) / Double(height)) - 1) < 0.2)
        #expect([small.luma.first, small.luma.last] == [40, 190])
        let jpeg = JPEGEncoder.bytes(luma: small.luma, width: small.width, height: small.height)
        #expect(jpeg?.prefix(2) == [0xFF, 0xD8])
        #expect(JPEGEncoder.bytes(luma: small.luma, width: small.width + 1, height: small.height) == nil)
    }

    @Test func nothingIsKeptUnlessSomebodyAsks() {
        let preview = Preview()
        let plane = quarters(64, 48)
        preview.see(plane.view)
        #expect(preview.picture == nil && preview.secondsLeft == 0)
        preview.show(until: Clock.seconds + 1000)
        preview.see(plane.view)
        #expect(preview.picture?.width == 64 && preview.secondsLeft > 900)
        // The next one comes too early.
        preview.see(plane.view)
        #expect(preview.picture?.number == 1)
        preview.show(until: 0)
        #expect(preview.picture == nil)
        preview.show(until: Clock.seconds + 1000)
        #expect(preview.picture == nil)
    }
}
