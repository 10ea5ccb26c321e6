import Capture
import Cascade
import Fixtures
import Foundation
import Mood
import Session
import Tensor
import Testing

@testable import App

private func watcher(_ choice: FaceChoice = .largest, orientation: Orientation = Orientation()) throws -> Watcher {
    setenv("LEITMOTIF_HOME", repositoryRoot, 1)
    return Watcher(cascade: try Files.cascade(), network: try Files.network(), choice: choice, orientation: orientation)
}

/// Faces are followed through moving pictures, with the program's own cascade and network.
@Suite struct WatcherTests {
    /// The actor twice, on different paths, a face's width apart when they pass.
    @Test(arguments: [10.0, 25]) func twoActorsPass(rate: Double) throws {
        let faces = try HeldPicture.actorHolds().map(\.picture)
        var stage = Stage(width: 640, height: 480)
        let watcher = try watcher(.first)
        var upper: Set<Int> = [], lower: Set<Int> = [], readFaces: Set<Int> = []
        var seen = 0
        let frames = Int(4 * rate)
        for frame in 0..<frames {
            let seconds = Double(frame) / rate
            stage.clear()
            stage.put(faces[0], x: 130 + 95 * seconds, y: 120, scale: 0.7)
            stage.put(faces[1], x: 510 - 95 * seconds, y: 360, scale: 0.9)
            let sight = try stage.show(to: watcher, at: seconds)
            for face in sight.faces {
                if face.rect.y + face.rect.height / 2 < 240 { upper.insert(face.id) } else { lower.insert(face.id) }
            }
            if sight.faces.count == 2 { seen += 1 }
            if let read = sight.readFace { readFaces.insert(read.id) }
        }
        #expect(readFaces.count == 1, "\(readFaces)")
        #expect(Double(seen) >= 0.9 * Double(frames))
        #expect(upper.count == 1 && lower.count == 1 && upper != lower)
    }

    /// Under relief the light network reads, and then the usual one again.
    @Test func theLightNetworkReadsWhileItShould() throws {
        _ = try watcher()
        let face = try #require(try HeldPicture.actorHolds().first).picture
        func readings(_ network: Network, light: Network?, _ reliefs: [[Relief]]) throws -> [Mood.Expression: [Float]] {
            let watcher = Watcher(cascade: try Files.cascade(), network: network, lightNetwork: light)
            var stage = Stage(width: 640, height: 480)
            var all: [Mood.Expression: [Float]] = [:]
            for (frame, relief) in reliefs.enumerated() {
                stage.clear()
                stage.put(face, x: 320 + Double(frame), y: 240, scale: 0.8)
                watcher.relieve(relief)
                let read = try stage.show(to: watcher, at: Double(frame) / 15).expression
                for expression in Mood.Expression.allCases { all[expression, default: []].append(read?[expression] ?? 0) }
            }
            return all
        }
        let usual = try readings(try Files.network(), light: nil, Array(repeating: [], count: 20))
        let light = try readings(try Files.lightNetwork(), light: nil, Array(repeating: [], count: 20))
        let both = try readings(
            try Files.network(), light: try Files.lightNetwork(),
            Array(repeating: [], count: 10) + Array(repeating: [.lightNetwork], count: 5) + Array(repeating: [], count: 5))
        for expression in Mood.Expression.allCases {
            let (one, other) = (try #require(usual[expression]), try #require(light[expression]))
            #expect(both[expression] == Array(one[..<10] + other[10..<15] + one[15...]))
        }
        #expect(usual != light)
    }

    /// A photograph held before a camera: not larger than a hand's breadth, shaken, and read as when it is seen alone.
    @Test(arguments: [0.5, 0.8, 1.3]) func aPictureWithinAPictureIsRead(scale: Double) throws {
        var stage = Stage(width: 640, height: 480)
        var rightly = 0
        let holds = try HeldPicture.actorHolds()
        for (expression, picture) in holds {
            let watcher = try watcher()
            var tracker = MoodTracker()
            for frame in 0..<20 {
                stage.clear()
                stage.put(picture, x: 330 + 5 * sin(Double(frame)), y: 250 + 4 * cos(Double(frame) * 1.3), scale: scale)
                tracker.see(try stage.show(to: watcher, at: Double(frame) / 15).readings, at: Double(frame) / 15)
            }
            if tracker.named == expression { rightly += 1 }
        }
        #expect(holds.count == 5)
        #expect(rightly >= 4, "\(rightly) of 5")
    }

    @Test(
        .enabled(if: sharedData("data/faces/Happy.jpg") != nil, "needs the shared data beside the checkout"),
        arguments: [0.35, 0.6])
    func aPhotographWithinAPictureIsRead(scale: Double) throws {
        for (name, expression) in [("Happy", Mood.Expression.happy), ("Sad", .sad)] {
            let picture = try HeldPicture(file: try #require(sharedData("data/faces/\(name).jpg")).path)
            var stage = Stage(width: 854, height: 480)
            let watcher = try watcher()
            var tracker = MoodTracker()
            for frame in 0..<20 {
                stage.clear()
                stage.put(picture, x: 420 + 6 * sin(Double(frame)), y: 240, scale: scale * 960 / Double(picture.width))
                tracker.see(try stage.show(to: watcher, at: Double(frame) / 15).readings, at: Double(frame) / 15)
            }
            #expect(tracker.named == expression, "\(name)")
        }
    }

    /// The picture of a camera mounted on its side or upside down is brought upright first.
    @Test(arguments: [90, 180, 270], [false, true]) func turnedPicturesAreFollowedAlike(degrees: Int, isMirrored: Bool) throws {
        let actor = try Actor()
        let source = try actor.open()
        let orientation = try #require(Orientation(degrees: degrees, isMirrored: isMirrored))
        // Mirroring comes after turning, so its undoing turns the same way.
        let mounting = try #require(Orientation(degrees: isMirrored ? degrees : 360 - degrees, isMirrored: isMirrored))
        let (straight, turning) = (try watcher(), try watcher(orientation: orientation))
        var plane = LumaPlane(width: 1, height: 1), seenByCamera = LumaPlane(width: 1, height: 1)
        for _ in 0..<12 {
            let stamp = try #require(try source.next(into: &plane))
            mounting.apply(to: plane.view, into: &seenByCamera)
            let expected = try straight.examine(plane.view, stamp)
            let seen = try turning.examine(seenByCamera.view, stamp)
            #expect(seen.faces == expected.faces && seen.readings == expected.readings && seen.width == expected.width)
            #expect(!seen.faces.isEmpty)
        }
    }

    /// Every face that the full search holds for half a second is followed, and under one number as long as it is held.
    @Test(
        .enabled(
            if: sharedData("data/video/dinner-10s.mp4") != nil && FileManager.default.fileExists(atPath: "/usr/bin/ffmpeg"),
            "needs the shared data beside the checkout, and ffmpeg"))
    func atDinnerNobodyIsMissed() throws {
        let source = try openSource(try #require(sharedData("data/video/dinner-10s.mp4")).path)
        setenv("LEITMOTIF_HOME", repositoryRoot, 1)
        let cascade = try Files.cascade()
        let (search, tracker) = (FaceDetector(cascade: cascade), FaceTracker(cascade: cascade))
        var plane = LumaPlane(width: 1, height: 1)
        var open: [HeldFace] = [], held: [HeldFace] = []
        while let stamp = try source.next(into: &plane) {
            let followed = try tracker.follow(in: plane.view, at: stamp.seconds)
            var found = try search.detect(in: plane.view, DetectionParameters()).map(\.rect)
            var going: [HeldFace] = []
            for var face in open {
                guard let index = found.firstIndex(where: { face.rect.isNear($0) }) else {
                    held.append(face)
                    continue
                }
                face.see(found.remove(at: index), stamp.seconds, followed)
                going.append(face)
            }
            open = going + found.map { HeldFace($0, stamp.seconds, followed) }
        }
        held = (held + open).filter { $0.last - $0.first >= 0.5 }
        #expect(held.count >= 8)
        for face in held {
            let ids = Set(face.ids.compactMap { $0 })
            #expect(ids.count == 1, "from \(face.first) to \(face.last) s at \(face.rect): \(ids)")
            #expect(Double(face.ids.count { $0 != nil }) >= 0.9 * Double(face.ids.count))
        }
    }
}

/// A face that a full search of every picture keeps finding, and the numbers under which it was followed.
private struct HeldFace {
    private(set) var rect: PixelRect
    let first: Double
    private(set) var last: Double
    private(set) var ids: [Int?] = []

    init(_ rect: PixelRect, _ seconds: Double, _ followed: [TrackedFace]) {
        self.rect = rect
        first = seconds
        last = seconds
        see(rect, seconds, followed)
    }

    mutating func see(_ rect: PixelRect, _ seconds: Double, _ followed: [TrackedFace]) {
        self.rect = rect
        last = seconds
        ids.append(followed.first { $0.rect.isNear(rect) }?.id)
    }
}

extension PixelRect {
    /// Centres closer than half the smaller width.
    fileprivate func isNear(_ other: PixelRect) -> Bool {
        let (x, y) = (2 * x + width - 2 * other.x - other.width, 2 * y + height - 2 * other.y - other.height)
        return max(abs(x), abs(y)) < min(width, other.width)
    }
}
