import Capture
import Cascade
import Fixtures
import Foundation
import Mood
import Session
import Tensor
import Testing

@testable import App

/// The same film as `watch` reads it, picture by picture, and as a live session does: opened with a camera's detail, a little late, with a
/// pass of the session every 20 ms. What a person tries out with the one must hold for the other.
@Suite struct WatchAndLiveTests {
    private struct Seen {
        var sights: [Sight] = []
        var moods: [Mood.Expression] = []
    }

    @Test func theActorsFiveMoodsAreTheSame() throws {
        let actor = try Actor()
        let seen = try both(try Home.path(of: "Resources/actor.mjpeg"), detailed: { try MotionPictureFile($0, framesPerSecond: 30, detail: $1) })
        #expect(seen.watch.sights.count == 330)
        for hold in actor.holds {
            let shown = hold.frames.map { seen.watch.moods[$0] }
            #expect(2 * shown.count { $0 == hold.expression } > shown.count)
        }
    }

    /// A face of 68 pixels in 1920 × 1080: small, but not to be halved away.
    @Test func aSmallFaceInALargePictureIsReadAlike() throws {
        let folder = try ScratchFolder()
        var film: [UInt8] = []
        for frame in try ActorFilm(every: 3).frames {
            let picture = Condition.far.altered(frame)
            film += try #require(JPEGEncoder.bytes(luma: picture.pixels, width: picture.width, height: picture.height))
        }
        let seen = try both(folder.file("far.mjpeg", film), detailed: { try MotionPictureFile($0, framesPerSecond: 10, detail: $1) })
        let widths = seen.live.sights.compactMap { $0.readFace?.rect.width }
        #expect(Double(widths.count) >= 0.9 * Double(seen.live.sights.count))
        #expect(widths.allSatisfy { (50...90).contains($0) } && Set(seen.watch.moods).count == 5)
    }

    /// Looks at a film in both ways, and expects the same of them.
    private func both(
        _ path: String, detailed: (String, FrameDetail) throws -> any FrameSource
    ) throws -> (watch: Seen, live: Seen) {
        let watch = try watched(try detailed(path, .full)), live = try seenLive(try detailed(path, .faces))
        #expect(watch.sights.map(\.faces) == live.sights.map(\.faces))
        #expect(watch.sights.map(\.readings) == live.sights.map(\.readings))
        #expect(watch.sights.map(\.state) == live.sights.map(\.state))
        #expect(watch.moods == live.moods)
        return (watch, live)
    }

    /// As `Watch` does.
    private func watched(_ source: any FrameSource) throws -> Seen {
        let sights = SightReader(source, try FaceOptions.parse([]).watcher())
        var performance = Performance(Performance.Setting(mapping: ParameterMapping(map: .seed)))
        var seen = Seen()
        while let sight = try sights.next() {
            performance.take(.saw(sight), at: sight.seconds)
            seen.sights.append(sight)
            seen.moods.append(performance.snapshot.mood)
        }
        return seen
    }

    /// As `WatcherThread` and `LiveSession` do.
    private func seenLive(_ source: any FrameSource) throws -> Seen {
        let sights = SightReader(source, try FaceOptions.parse([]).watcher())
        var performance = Performance(Performance.Setting(mapping: ParameterMapping(map: .seed)))
        performance.begin()
        var seen = Seen()
        var now = 0.0
        while var sight = try sights.next() {
            let taken = 0.4 + sight.seconds, examined = taken + 0.009
            while now + 0.02 < examined {
                now += 0.02
                performance.advance(to: now)
            }
            sight.times = PictureTimes(captured: taken, taken: taken, examined: examined)
            performance.take(.saw(sight), at: examined)
            performance.advance(to: examined)
            seen.sights.append(sight)
            seen.moods.append(performance.snapshot.mood)
        }
        return seen
    }
}
