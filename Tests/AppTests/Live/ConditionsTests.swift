import Capture
import Cascade
import Fixtures
import Foundation
import Mood
import Session
import Tensor
import Testing

@testable import App

/// The actor as rooms show people: each row is a whole film, seen by the watcher and followed by the heart in virtual time.
@Suite struct ConditionsTests {
    @Test(arguments: [15.0, 20, 25, 30, -30]) func aTiltedHeadIsReadAndNamed(degrees: Double) throws {
        let seen = try film { $0.turned(by: degrees) }
        #expect(seen.read >= 0.95 && seen.moods == 5, "\(seen)")
    }

    @Test func aHeadTiltedHalfWayDownIsRead() throws {
        let seen = try film { $0.turned(by: 45) }
        #expect(seen.read >= 0.6, "\(seen)")
    }

    @Test(arguments: [0.2, 0.1, 0.05]) func littleLightIsEnough(share: Double) throws {
        let seen = try film { $0.mapped { $0 * share } }
        #expect(seen.read >= 0.9 && seen.moods == 5, "\(seen)")
    }

    @Test func fogIsSeenThrough() throws {
        let seen = try film { $0.mapped { 128 + ($0 - 128) * 0.15 } }
        #expect(seen.read >= 0.9 && seen.moods == 5, "\(seen)")
    }

    @Test(arguments: [0.4, 0.25]) func aFaceLitFromOneSideIsRead(shadow: Double) throws {
        let seen = try film { $0.halfLit(shadow) }
        #expect(seen.read >= 0.9 && seen.moods == 5, "\(seen)")
    }

    /// The face's box is 132 pixels wide, around 161, 112.
    @Test func aFaceThatFillsThePictureIsRead() throws {
        let seen = try film { $0.seen(width: 640, height: 480, middleX: 161, middleY: 112, step: 132 / (0.8 * 640)) }
        #expect(seen.read >= 0.9 && seen.moods == 5, "\(seen)")
    }

    /// `live` asks for pictures fit for faces, `watch` for whole ones: of this size they are the same.
    @Test func aFaceFarAwayInALargePictureIsRead() throws {
        let empty = GreyFilmFrame(width: 1920, height: 1080, luma: 90)
        let seen = try film(every: 3) { frame in
            let small = frame.seen(width: 165, height: 124, middleX: 160, middleY: 120, step: 132.0 / 68)
            var picture = empty
            picture.put(small, x: 900, y: 500)
            return picture
        }
        #expect(seen.read >= 0.9 && seen.moods == 5, "\(seen)")
    }

    /// Clouds in which the cascade sees a face of 60 pixels or more, beside the actor.
    @Test(arguments: ConditionsTests.cloudSeeds) func theActorCountsBesideSomethingLikeAFace(seed: UInt64) throws {
        let clouds = GreyFilmFrame.clouds(seed: seed)
        let detector = FaceDetector(cascade: try Files.cascade())
        let boxes = try clouds.pixels.withUnsafeBufferPointer {
            try detector.detect(in: LumaView(base: $0.baseAddress!, width: 256, height: 256, stride: 256), DetectionParameters())
        }
        #expect(boxes.contains { $0.rect.width >= 60 })
        var empty = GreyFilmFrame(width: 640, height: 320, luma: 128)
        empty.put(clouds, x: 32, y: 32)
        let seen = try film { frame in
            var picture = empty
            picture.put(frame.seen(width: 256, height: 192, middleX: 160, middleY: 120, step: 1.25), x: 336, y: 64)
            return picture
        } isHim: {
            $0.x >= 320
        }
        #expect(seen.read >= 0.95 && seen.moods == 5, "\(seen)")
    }

    /// Larger, but it never moves.
    @Test func aPaintingLosesAgainstALivingFace() throws {
        let painting = try #require(try frames().dropFirst(160).first).seen(width: 380, height: 285, middleX: 160, middleY: 120, step: 0.842)
        var empty = GreyFilmFrame(width: 640, height: 320, luma: 128)
        empty.put(painting, x: 10, y: 10)
        let seen = try film { frame in
            var picture = empty
            picture.put(frame.seen(width: 210, height: 158, middleX: 160, middleY: 120, step: 1.524), x: 400, y: 64)
            return picture
        } isHim: {
            $0.x >= 390
        }
        #expect(seen.read >= 0.95 && seen.moods == 5, "\(seen)")
    }

    /// Whoever can be found is found within a second, also by a camera that lies on its side, which is said once.
    @Test func aCameraOnItsSideIsNoticed() throws {
        let watcher = try watcher()
        var performance = Performance(Performance.Setting(mapping: ParameterMapping(map: .seed)))
        let turned = try frames().prefix(120).map { $0.seen(width: 240, height: 320, middleX: 160, middleY: 120, step: 1, turnedBy: 90) }
        var first: Double?
        for (index, frame) in turned.enumerated() {
            let sight = try look(watcher, frame, at: Double(index) / 15)
            if first == nil, !sight.readings.isEmpty { first = sight.seconds }
            performance.take(.saw(sight), at: sight.seconds)
        }
        #expect(try #require(first) <= 1)
        let kinds = performance.takeEvents().map(\.kind)
        #expect(kinds.count { $0 == .cameraOnItsSide(rotate: 270) } == 1)
    }

    @Test func theStateSaysWhyNobodyIsSeen() throws {
        func state(_ frame: GreyFilmFrame) throws -> MoodState {
            let watcher = try watcher()
            return try (0..<20).map { try look(watcher, frame, at: Double($0) / 15).state }.last ?? .noCamera
        }
        let actor = try #require(try frames().first)
        #expect(try state(GreyFilmFrame(width: 320, height: 240, luma: 3)) == .tooDark)
        #expect(try state(GreyFilmFrame(width: 320, height: 240, luma: 180)) == .tooFlat)
        #expect(try state(actor) == .tracking)
        // A dark figure without a face before a window.
        var window = GreyFilmFrame(width: 320, height: 240, luma: 20)
        window.put(GreyFilmFrame(width: 200, height: 100, luma: 240), x: 60, y: 10)
        #expect(try state(window) == .againstTheLight)
        #expect(try state(actor.seen(width: 640, height: 480, middleX: 160, middleY: 120, step: 132.0 / 33)) == .faceTooSmall)
        for state in MoodState.allCases where ![.noCamera, .noFace, .tracking].contains(state) { #expect(state.advice != nil) }
    }

    /// Whoever is read must not be doubted, and what is no face must be.
    @Test func whatIsNoFaceIsDoubted() throws {
        var named = 0, doubted = 0
        for seed in ConditionsTests.cloudSeeds {
            let watcher = try watcher()
            let clouds = GreyFilmFrame.clouds(seed: seed)
            for frame in 0..<15 {
                let sight = try look(watcher, clouds, at: Double(frame) / 15)
                if !sight.faces.isEmpty { named += 1 }
                if sight.state == .unsure { doubted += 1 }
            }
        }
        #expect(named > 0 && Double(doubted) >= 0.6 * Double(named), "\(doubted) of \(named)")
        let watcher = try watcher()
        let faces = try frames().prefix(150).enumerated().map { try look(watcher, $1, at: Double($0) / 15).state }
        #expect(Double(faces.count { $0 == .unsure }) <= 0.05 * Double(faces.count))
    }

    /// Of the first 6,000 seeds 23 will do; these make the largest and the likeliest boxes.
    static let cloudSeeds: [UInt64] = [99, 689, 2741, 3458, 5634]

    // MARK: - The film

    private struct Seen: CustomStringConvertible {
        var read = 0.0
        var moods = 0
        var description: String { "read in \(Int(read * 100)) % of the frames, \(moods) moods named" }
    }

    private func watcher() throws -> Watcher {
        setenv("LEITMOTIF_HOME", repositoryRoot, 1)
        return Watcher(cascade: try Files.cascade(), profile: try Files.profileCascade(), network: try Files.network())
    }

    private func look(_ watcher: Watcher, _ frame: GreyFilmFrame, at seconds: Double) throws -> Sight {
        try frame.pixels.withUnsafeBufferPointer {
            try watcher.examine(
                LumaView(base: $0.baseAddress!, width: frame.width, height: frame.height, stride: frame.width),
                FrameStamp(seconds: seconds))
        }
    }

    private func frames() throws -> [GreyFilmFrame] {
        setenv("LEITMOTIF_HOME", repositoryRoot, 1)
        let source = try Actor().open()
        var plane = LumaPlane(width: 1, height: 1)
        var frames: [GreyFilmFrame] = []
        while try source.next(into: &plane) != nil {
            let pixels = Array(UnsafeBufferPointer(start: plane.pixels, count: plane.width * plane.height))
            frames.append(GreyFilmFrame(width: plane.width, height: plane.height, pixels: pixels))
        }
        return frames
    }

    /// The actor's whole film, altered: the share of frames in which his face was read, and how many of his five moods were named for most
    /// of the time that he holds them.
    private func film(
        every step: Int = 2, _ alter: (GreyFilmFrame) -> GreyFilmFrame, isHim: (PixelRect) -> Bool = { _ in true }
    ) throws -> Seen {
        let watcher = try watcher()
        var performance = Performance(Performance.Setting(mapping: ParameterMapping(map: .seed)))
        let frames = try frames()
        var moods: [Int: Mood.Expression] = [:]
        var read = 0
        for index in stride(from: 0, to: frames.count, by: step) {
            let sight = try look(watcher, alter(frames[index]), at: Double(index) / 15)
            if let face = sight.readFace, isHim(face.rect) { read += 1 }
            performance.take(.saw(sight), at: sight.seconds)
            moods[index] = performance.snapshot.mood
        }
        let named = try Actor().holds.count { hold in
            let shown = hold.frames.compactMap { moods[$0] }
            return 2 * shown.count { $0 == hold.expression } > shown.count
        }
        return Seen(read: Double(read) / Double(moods.count), moods: named)
    }
}
