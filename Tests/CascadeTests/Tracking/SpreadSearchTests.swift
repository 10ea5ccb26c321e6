import Tensor
import Testing

@testable import Cascade

@Suite struct SpreadSearchTests {
    /// However it is cut, and whatever happens to the picture meanwhile.
    @Test(arguments: [1, 0.5, 1.0 / 3, 0.24]) func sharesFindWhatOneSearchFinds(share: Double) throws {
        let cascade = try frontalFace()
        let search = SpreadSearch(cascade: cascade, parameters: DetectionParameters())
        let scene = DrawnScene.picture([DrawnPlace(x: 90, y: 110, width: 60), DrawnPlace(x: 230, y: 120, width: 72)])
        let whole = try scene.withView { try FaceDetector(cascade: cascade).detect(in: $0, DetectionParameters()) }
        #expect(whole.count == 2 && search.proceed(by: 1) == nil)
        for _ in 0..<2 {
            var plane = LumaPlane(width: scene.width, height: scene.height)
            for (index, pixel) in scene.pixels.enumerated() { plane.pixels[index] = pixel }
            try search.begin(plane.view)
            plane.pixels.update(repeating: 0, count: scene.pixels.count)
            plane.reshape(width: 1, height: 1)
            var calls = 0
            var found: [Face]?
            while found == nil && calls < 9 {
                #expect(search.isRunning)
                found = search.proceed(by: share)
                calls += 1
            }
            #expect(found == whole && !search.isRunning)
            #expect(calls == Int((1 / share).rounded(.up)))
        }
        try scene.withView { try search.begin($0) }
        search.cancel()
        #expect(search.proceed(by: 1) == nil)
    }
}
