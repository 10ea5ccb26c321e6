import Fixtures
import Tensor
import Testing

@testable import Session

@Suite struct CutFinderTests {
    /// Stripes that move by `shift` pixels.
    private func picture(_ tone: Int, shift: Int = 0) -> LumaPlane {
        let plane = LumaPlane(width: 160, height: 120)
        for y in 0..<120 { for x in 0..<160 { plane.pixels[y * 160 + x] = UInt8((tone + (x + shift) / 20 % 2 * 30 + y / 4) % 256) } }
        return plane
    }

    @Test func cutsAreFoundAndMovementsAreNot() {
        var finder = CutFinder()
        for index in 0..<100 {
            let tone = index < 40 ? 30 : index < 70 ? 140 : 60
            finder.see(picture(tone, shift: index).view, at: Double(index) / 25)
        }
        #expect(finder.cuts == [40.0 / 25, 70.0 / 25])
    }

    @Test func aFadeIsNoCut() {
        var finder = CutFinder()
        for index in 0..<60 { finder.see(picture(index * 3).view, at: Double(index) / 25) }
        #expect(finder.cuts.isEmpty)
    }

    @Test func picturesTooSmallToJudgeAreNone() {
        var finder = CutFinder()
        let black = LumaPlane(width: 3, height: 3)
        for index in 0..<5 { finder.see(black.view, at: Double(index)) }
        #expect(finder.cuts.isEmpty)
    }
}
