import Testing

@testable import Cascade

@Suite struct FaceCropTests {
    private let ramp = GreyPicture(width: 40, height: 30, pixels: (0..<1200).map { UInt8($0 % 40 * 4 + $0 / 40) })

    @Test func takesPixelsAsTheyAreAtTheirOwnSize() {
        let crop = FaceCrop(side: 16)
        ramp.withView { crop.take(CropSquare(centreX: 20, centreY: 15, side: 16), of: $0) }
        for y in 0..<16 {
            for x in 0..<16 { #expect(crop.view.base[y * 16 + x] == ramp.pixels[(y + 7) * 40 + x + 12]) }
        }
    }

    @Test func anyOtherSizeLiesOnTheRampAndTheEdgeRepeats() {
        let crop = FaceCrop(side: 16)
        ramp.withView { crop.take(CropSquare(centreX: 0, centreY: 28, side: 24), of: $0) }
        for y in 0..<16 {
            for x in 0..<16 {
                let (across, down) = ((Double(x) + 0.5) * 1.5 - 12.5, 16 + (Double(y) + 0.5) * 1.5 - 0.5)
                let expected = min(max(across, 0), 39) * 4 + min(max(down, 0), 29)
                #expect(abs(Double(crop.view.base[y * 16 + x]) - expected) <= 1)
            }
        }
    }

    @Test func blocksAreMeans() {
        let crop = FaceCrop(side: 16)
        ramp.withView { crop.take(CropSquare(centreX: 20, centreY: 15, side: 16), of: $0) }
        #expect(crop.blockMeans() == [72, 104, 80, 112])
    }
}
