import Fixtures
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
        var work = Double.infinity
        #expect(whole.count == 2 && search.proceed(within: &work) == nil)
        for _ in 0..<2 {
            var plane = LumaPlane(width: scene.width, height: scene.height)
            for (index, pixel) in scene.pixels.enumerated() { plane.pixels[index] = pixel }
            _ = try search.begin(plane.view)
            plane.pixels.update(repeating: 0, count: scene.pixels.count)
            plane.reshape(width: 1, height: 1)
            var calls = 0
            var found: [Face]?
            while found == nil && calls < 9 {
                #expect(search.isRunning)
                found = search.proceed(by: share, within: &work)
                calls += 1
            }
            #expect(found == whole && !search.isRunning)
            #expect(calls == Int((1 / share).rounded(.up)))
        }
        _ = try scene.withView { try search.begin($0) }
        search.cancel()
        #expect(search.proceed(within: &work) == nil)
    }

    /// Counted in work, since a clock measures the machine. A rough picture costs several times as much as its windows alone.
    @Test(arguments: [20_000.0, 100_000]) func aPictureCostsNoMoreThanItMay(most: Double) throws {
        let clouds = GreyFilmFrame.clouds(seed: 99)
        let cascade = try frontalFace()
        let search = SpreadSearch(cascade: cascade, parameters: DetectionParameters())
        let picture = GreyPicture(width: 256, height: 256, pixels: clouds.pixels)
        let whole = try picture.withView { try FaceDetector(cascade: cascade).detect(in: $0, DetectionParameters()) }
        _ = try picture.withView { try search.begin($0) }
        var found: [Face]?
        var all = 0.0
        for _ in 0..<100 where found == nil {
            var work = most
            found = search.proceed(within: &work)
            // All windows of the widest level.
            #expect(work > -120_000)
            all += most - work
        }
        #expect(found == whole && !whole.isEmpty)
        #expect(all > 300_000)
    }
}
