import Capture
import Cascade
import Fixtures
import Foundation
import Mood
import Session
import Tensor
import Testing

@testable import App

/// "Unsure" is for what is named a face and is none. Faces are the actor's, as rooms show him, and people's where their pictures lie
/// beside the checkout; what is none are clouds and blobs in which the cascade finds a face.
@Suite struct DoubtTests {
    /// Pictures without a face in which one is named, each alone.
    private static let mistaken = Result {
        let things = (1...400).map { GreyFilmFrame.clouds(seed: UInt64($0)) } + (1...300).map { GreyFilmFrame.blobs(seed: UInt64($0)) }
        return try things.map { (thing: $0, alone: try count(stills: [$0])) }.filter { $0.alone.named > 0 }
    }

    @Test func inFilmsWhatIsNoFaceIsDoubtedAndFacesAreNot() throws {
        var films = Doubt(), actor = Doubt()
        for (thing, _) in try Self.mistaken.get() {
            films.add(try Self.count(film: (0..<12).map { thing.noisy(3, seed: UInt64($0) + 1) }))
        }
        for alter in alterations { actor.add(try Self.count(film: frames(every: 3).map(alter))) }
        print("films: \(films) of what is no face, \(actor) of faces")
        #expect(films.named >= 50 && films.share >= 0.6)
        #expect(actor.named >= 500 && actor.share <= 0.05)
    }

    /// Which is said, but does not keep a picture from being read.
    @Test func aloneWhatIsNoFaceIsDoubtedAndFacesAreNot() throws {
        let alone = try Self.mistaken.get().reduce(into: Doubt()) { $0.add($1.alone) }
        var actor = Doubt()
        for alter in alterations { actor.add(try Self.count(stills: frames(every: 11).map(alter))) }
        print("alone: \(alone) of what is no face, \(actor) of faces")
        #expect(alone.named >= 50 && alone.share >= 0.6)
        #expect(actor.named >= 200 && actor.share <= 0.05)
    }

    @Test(
        .enabled(if: sharedData("data/detect") != nil, "needs ../shared"),
        arguments: ["Happy", "Sad", "emotion_classification", "solvay_conference", "solvay_conference_640x480", "test_image"])
    func peopleAreNotDoubted(name: String) throws {
        let path = try #require(sharedData("data/detect/\(name).pgm")).path
        var plane = LumaPlane(width: 1, height: 1)
        try PictureDecoder(patience: .signalled).decode(path, into: &plane)
        #expect(try Self.watcher().examine(plane.view, FrameStamp(seconds: 0, name: name)).state == .tracking)
    }

    private struct Doubt: CustomStringConvertible {
        var named = 0
        var doubted = 0
        var share: Double { Double(doubted) / Double(max(named, 1)) }
        var description: String { "\(doubted) of \(named) doubted" }

        mutating func add(_ other: Doubt) {
            named += other.named
            doubted += other.doubted
        }

        mutating func add(_ sight: Sight) {
            // What is not read for another reason, such as its size, is no question.
            guard sight.state == .tracking || sight.state == .unsure else { return }
            named += 1
            if sight.state == .unsure { doubted += 1 }
        }
    }

    private var alterations: [@Sendable (GreyFilmFrame) -> GreyFilmFrame] {
        [
            { $0.noisy(3, seed: 1) }, { $0.noisy(20, seed: 2) }, { $0.turned(by: 15) }, { $0.turned(by: -15) }, { $0.mapped { $0 * 0.2 } },
            { $0.halfLit(0.4) }, { $0.seen(width: 320, height: 240, middleX: 160, middleY: 120, step: 2) },
            { $0.seen(width: 320, height: 240, middleX: 160, middleY: 120, step: 3).noisy(3, seed: 3) },
        ]
    }

    private static func watcher() throws -> Watcher {
        setenv("LEITMOTIF_HOME", repositoryRoot, 1)
        return Watcher(cascade: try Files.cascade(), profile: try Files.profileCascade(), network: try Files.network())
    }

    private static func count(stills: [GreyFilmFrame]) throws -> Doubt {
        let watcher = try watcher()
        var doubt = Doubt()
        for (index, frame) in stills.enumerated() { doubt.add(try look(watcher, frame, FrameStamp(seconds: Double(index), name: "still"))) }
        return doubt
    }

    private static func count(film: [GreyFilmFrame]) throws -> Doubt {
        let watcher = try watcher()
        var doubt = Doubt()
        for (index, frame) in film.enumerated() { doubt.add(try look(watcher, frame, FrameStamp(seconds: Double(index) / 15))) }
        return doubt
    }

    private static func look(_ watcher: Watcher, _ frame: GreyFilmFrame, _ stamp: FrameStamp) throws -> Sight {
        try frame.pixels.withUnsafeBufferPointer {
            try watcher.examine(
                LumaView(base: $0.baseAddress!, width: frame.width, height: frame.height, stride: frame.width), stamp)
        }
    }

    private func frames(every step: Int) throws -> [GreyFilmFrame] {
        setenv("LEITMOTIF_HOME", repositoryRoot, 1)
        let source = try Actor().open()
        var plane = LumaPlane(width: 1, height: 1)
        var frames: [GreyFilmFrame] = []
        var index = 0
        while try source.next(into: &plane) != nil {
            if index % step == 0 {
                let pixels = Array(UnsafeBufferPointer(start: plane.pixels, count: plane.width * plane.height))
                frames.append(GreyFilmFrame(width: plane.width, height: plane.height, pixels: pixels))
            }
            index += 1
        }
        return frames
    }
}
