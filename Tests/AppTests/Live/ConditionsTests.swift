import Cascade
import Fixtures
import Foundation
import Mood
import Session
import Tensor
import Testing

@testable import App

/// What a room does to a picture of the actor, whose face's box is 132 pixels wide, around 161, 112.
enum Condition: String, CaseIterable, CustomTestStringConvertible {
    case usual, tilt15, tilt20, tilt25, tilt30, tiltLeft30, tilt45, tiltLeft45, onItsSide, onItsOtherSide
    case light20, light10, light5, fog, halfLit40, halfLit25, close, far

    var testDescription: String { rawValue }

    func altered(_ frame: GreyFilmFrame) -> GreyFilmFrame {
        switch self {
        case .usual: frame
        case .tilt15: frame.turned(by: 15)
        case .tilt20: frame.turned(by: 20)
        case .tilt25: frame.turned(by: 25)
        case .tilt30: frame.turned(by: 30)
        case .tiltLeft30: frame.turned(by: -30)
        case .tilt45: frame.turned(by: 45)
        case .tiltLeft45: frame.turned(by: -45)
        case .onItsSide: frame.seen(width: 240, height: 320, middleX: 160, middleY: 120, step: 1, turnedBy: 90)
        case .onItsOtherSide: frame.seen(width: 240, height: 320, middleX: 160, middleY: 120, step: 1, turnedBy: -90)
        case .light20: frame.mapped { $0 * 0.2 }
        case .light10: frame.mapped { $0 * 0.1 }
        case .light5: frame.mapped { $0 * 0.05 }
        case .fog: frame.mapped { 128 + ($0 - 128) * 0.15 }
        case .halfLit40: frame.halfLit(0.4)
        case .halfLit25: frame.halfLit(0.25)
        // 80 % of the picture's width.
        case .close: frame.seen(width: 640, height: 480, middleX: 161, middleY: 112, step: 132 / (0.8 * 640))
        // 68 pixels.
        case .far: Condition.farAway(frame)
        }
    }

    private static func farAway(_ frame: GreyFilmFrame) -> GreyFilmFrame {
        var picture = GreyFilmFrame(width: 1920, height: 1080, luma: 90)
        picture.put(frame.seen(width: 165, height: 124, middleX: 160, middleY: 120, step: 132.0 / 68), x: 900, y: 500)
        return picture
    }

    /// The share of frames in which he must be read.
    var leastRead: Double {
        switch self {
        case .usual, .tilt15, .tilt20, .tilt25, .tilt30, .tiltLeft30: 0.95
        default: 0.9
        }
    }
}

/// The actor as rooms show people: each row is a whole film, seen by the watcher and followed by the heart in virtual time.
@Suite struct ConditionsTests {
    @Test(arguments: Condition.allCases) func heIsReadAndHisMoodsAreNamed(condition: Condition) throws {
        let seen = try ActorFilm(every: condition == .far ? 3 : 2).seen { frame, _ in condition.altered(frame) }
        #expect(seen.read >= condition.leastRead && seen.moods == 5, "\(seen)")
    }

    /// Within a second of the program's start, which he meets at rest or with a sad face.
    @Test(arguments: Condition.allCases, [10.0, 15, 30]) func heIsFoundWithinASecond(condition: Condition, rate: Double) throws {
        let film = try ActorFilm()
        for start in [0, 160] {
            let first = try film.firstRead(from: start, rate: rate, condition.altered)
            #expect((first ?? .infinity) <= 1, "from frame \(start): \(first ?? .infinity)")
        }
    }

    /// The same sculpture with skin of albedo 0.35 instead of 0.6.
    @Test func darkSkinIsReadAsWellAsLight() throws {
        let light = try ActorFilm(every: 3).seen { frame, _ in frame }
        let dark = try ActorFilm("actor-dark.mjpeg", every: 3).seen { frame, _ in frame }
        #expect(dark.read >= 0.9 && abs(dark.read - light.read) <= 0.03 && dark.moods == 5, "\(dark)")
    }

    /// Somebody is there, but nothing is read from an ear and half a mouth: his head is turned by 75°, then it is turned back.
    @Test(arguments: [false, true]) func aHeadTurnedAwayIsNotRead(isMirrored: Bool) throws {
        let away = try ActorFilm("actor-turned.mjpeg", every: 9).frames, front = try ActorFilm(every: 9).frames.prefix(30)
        let watcher = try ActorFilm.watcher()
        let states = try (away + front).enumerated().map { index, frame in
            try (isMirrored ? frame.mirrored : frame).look(watcher, at: Double(index) / 15).state
        }
        let (then, back) = (states.prefix(away.count), states.suffix(front.count - 15))
        #expect(Double(then.count { $0 == .turnedAway }) >= 0.8 * Double(away.count), "\(then)")
        #expect(back.allSatisfy { $0 == .tracking }, "\(back)")
    }

    /// Larger, but it never moves.
    @Test func aPaintingLosesAgainstALivingFace() throws {
        let film = try ActorFilm(every: 2)
        let painting = film.frames[80].seen(width: 380, height: 285, middleX: 160, middleY: 120, step: 0.842)
        var empty = GreyFilmFrame(width: 640, height: 320, luma: 128)
        empty.put(painting, x: 10, y: 10)
        let seen = try film.seen { frame, _ in
            var picture = empty
            picture.put(frame.seen(width: 210, height: 158, middleX: 160, middleY: 120, step: 1.524), x: 400, y: 64)
            return picture
        } isHim: {
            $0.x >= 390
        }
        #expect(seen.read >= 0.95 && seen.moods == 5, "\(seen)")
    }

    /// Which is said once.
    @Test(arguments: [Condition.onItsSide, .onItsOtherSide]) func aCameraOnItsSideIsNoticed(condition: Condition) throws {
        let watcher = try ActorFilm.watcher()
        var performance = Performance(Performance.Setting(mapping: ParameterMapping(map: .seed)))
        for (index, frame) in try ActorFilm().frames.prefix(120).enumerated() {
            let sight = try condition.altered(frame).look(watcher, at: Double(index) / 15)
            performance.take(.saw(sight), at: sight.seconds)
        }
        let kinds = performance.takeEvents().map(\.kind)
        let rotate = condition == .onItsSide ? 270 : 90
        #expect(kinds.count { $0 == .cameraOnItsSide(rotate: rotate) } == 1)
    }

    /// A picture that stands alone is looked at in every way at once.
    @Test(arguments: Condition.allCases) func aStillPictureOfHimIsRead(condition: Condition) throws {
        let watcher = try ActorFilm.watcher()
        let frames = try ActorFilm(every: 33).frames
        let read = try frames.count { try condition.altered($0).look(watcher, at: 0, name: "still.png").readFace != nil }
        #expect(Double(read) >= 0.8 * Double(frames.count), "\(read) of \(frames.count)")
    }

    @Test func theStateSaysWhyNobodyIsRead() throws {
        func state(_ frame: GreyFilmFrame) throws -> MoodState {
            let watcher = try ActorFilm.watcher()
            return try (0..<20).map { try frame.look(watcher, at: Double($0) / 15).state }.last ?? .noCamera
        }
        let actor = try #require(try ActorFilm().frames.first)
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
}
