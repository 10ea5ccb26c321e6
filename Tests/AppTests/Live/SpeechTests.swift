import Capture
import Cascade
import Fixtures
import Foundation
import Mood
import Session
import Tensor
import Testing

@testable import App

/// The actor speaks: what is named while his mouth moves, and how soon when his expression changes. In virtual time, at several frame
/// rates, with the noise of a camera.
@Suite struct SpeechTests {
    /// Moods named falsely over all films, by the minute.
    @Test(arguments: [10.0, 15, 30]) func aNeutralFaceNamesNothing(rate: Double) throws {
        let falseNames = try names(.neutral, rate: rate, seconds: 30, speech: nil).filter { $0.mood != .neutral }
        #expect(falseNames.isEmpty, "\(falseNames.count) in half a minute")
    }

    /// Without `Restlessness` the loud ones name 8, 11 and 16 moods a minute.
    @Test(arguments: [10.0, 15, 30], [14.0, 20]) func speechNamesAtMostTwoMoodsAMinute(rate: Double, gap: Double) throws {
        var falseNames = 0
        for seed: UInt64 in [1, 2] {
            let speech = Speech(seed: seed, seconds: 30, spread: gap / 50)
            falseNames += try names(.neutral, rate: rate, seconds: 30, speech: speech, gap: gap).count { $0.mood != .neutral }
        }
        #expect(falseNames <= 2, "\(falseNames) in a minute")
    }

    /// He shows each expression and speaks all the while.
    @Test(arguments: Mood.Expression.allCases.filter { $0 != .neutral }) func anExpressionUnderSpeechIsNamed(expression: Mood.Expression) throws {
        let named = try names(expression, rate: 15, seconds: 10, speech: Speech(seed: 3, seconds: 10))
        #expect(try #require(named.first { $0.mood == expression }).seconds <= 1)
        #expect(named.count { $0.mood != expression && $0.mood != .neutral } == 0)
        #expect(named.last?.mood == expression)
    }

    /// The first picture of the new expression follows the last of the old one. Ten pictures a second are too few for an eye that closes
    /// just then.
    @Test(arguments: [(10.0, 0.8), (15, 0.6), (30, 0.6)]) func aRealChangeIsNamedSoon(rate: Double, most: Double) throws {
        let stage = try SpeakingStage()
        let watcher = try stage.watcher()
        var tracker = MoodTracker()
        var changed: [Mood.Expression: Double] = [:]
        let order: [Mood.Expression] = [.neutral, .happy, .neutral, .sad, .neutral, .angry, .neutral, .surprise, .neutral]
        for picture in 0..<Int(2 * rate) * order.count {
            let seconds = Double(picture) / rate
            let (turn, shown) = (picture / Int(2 * rate), order[picture / Int(2 * rate)])
            let sight = try stage.look(watcher, stage.frame(shown, at: seconds), at: seconds)
            tracker.see(sight.readings, at: sight.seconds)
            let since = seconds - Double(turn * Int(2 * rate)) / rate
            #expect(tracker.named == shown || since < most, "\(shown.name) after \(since) s")
            if tracker.named == shown, changed[shown] == nil { changed[shown] = since }
        }
        #expect(changed.count == 5)
    }

    /// Every name given after the first second and a half, when it was given.
    private func names(
        _ expression: Mood.Expression, rate: Double, seconds: Double, speech: Speech?, gap: Double = 14
    ) throws -> [(mood: Mood.Expression, seconds: Double)] {
        let stage = try SpeakingStage()
        let watcher = try stage.watcher()
        var tracker = MoodTracker()
        var names: [(mood: Mood.Expression, seconds: Double)] = []
        for picture in 0..<Int(seconds * rate) {
            let now = Double(picture) / rate
            let (opening, spread) = speech?.mouth(at: now) ?? (0, 0)
            let frame = stage.frame(expression, at: now, gap: gap * opening, spread: spread)
            let before = tracker.named
            let sight = try stage.look(watcher, frame, at: now)
            tracker.see(sight.readings, at: sight.seconds)
            if tracker.named != before { names.append((tracker.named, now)) }
        }
        return names
    }
}

/// The actor's frames, and where his mouth is in each expression.
private struct SpeakingStage {
    private let frames: [GreyFilmFrame]
    private let holds: [Actor.Hold]

    init() throws {
        setenv("LEITMOTIF_HOME", repositoryRoot, 1)
        let actor = try Actor()
        holds = actor.holds
        let source = try actor.open()
        var plane = LumaPlane(width: 1, height: 1)
        var frames: [GreyFilmFrame] = []
        while try source.next(into: &plane) != nil {
            let pixels = Array(UnsafeBufferPointer(start: plane.pixels, count: plane.width * plane.height))
            frames.append(GreyFilmFrame(width: plane.width, height: plane.height, pixels: pixels))
        }
        self.frames = frames
    }

    func watcher() throws -> Watcher {
        Watcher(cascade: try Files.cascade(), profile: try Files.profileCascade(), network: try Files.network())
    }

    /// A hold to and fro, as noisy as a webcam, the mouth as given.
    func frame(_ expression: Mood.Expression, at seconds: Double, gap: Double = 0, spread: Double = 0) -> GreyFilmFrame {
        guard let hold = holds.first(where: { $0.expression == expression }) else { return frames[0] }
        let count = hold.frames.count
        let step = Int(seconds * 15) % (2 * count - 2)
        let frame = frames[hold.frames.lowerBound + min(step, 2 * count - 2 - step)]
        return frame.speaking(gap, spread: spread, SpeakingStage.mouth(expression)).noisy(3, seed: UInt64(seconds * 1000) + 1)
    }

    private static func mouth(_ expression: Mood.Expression) -> Mouth {
        switch expression {
        case .neutral: Mouth(x: 161, y: 152, width: 40)
        case .happy: Mouth(x: 161, y: 152, width: 44, droop: -9)
        case .sad: Mouth(x: 161, y: 150, width: 34, droop: 9)
        case .angry: Mouth(x: 161, y: 150, width: 34, isOpen: true)
        case .surprise: Mouth(x: 161, y: 152, width: 30, isOpen: true)
        }
    }

    func look(_ watcher: Watcher, _ frame: GreyFilmFrame, at seconds: Double) throws -> Sight {
        try frame.pixels.withUnsafeBufferPointer {
            try watcher.examine(
                LumaView(base: $0.baseAddress!, width: frame.width, height: frame.height, stride: frame.width),
                FrameStamp(seconds: seconds))
        }
    }
}
