import Mood
import Session
import Testing

@testable import App

@Suite struct KeyCommandsTests {
    private func commands(_ text: String, _ snapshot: Snapshot = Snapshot()) -> [Command] {
        var keys = KeyCommands()
        return keys.commands(Array(text.utf8), snapshot)
    }

    @Test func digitsHoldAMoodAndLettersDoTheRest() {
        #expect(commands("12345") == Mood.Expression.allCases.map { .hold($0) })
        #expect(commands("0mqnp") == [.release, .nextMap, .stop, .nextSong, .previousSong])
        #expect(commands("69xX\u{7F}\u{0}é").isEmpty)
    }

    @Test func escapeIsPanicAndArrowsAreArrows() {
        #expect(commands("\u{1B}") == [.panic] && commands("\u{1B}m") == [.panic, .nextMap])
        #expect(commands("\u{1B}[A\u{1B}OB") == [.volume(1), .volume(0)])
        // Other keys of a terminal: F5, Delete, an arrow with Ctrl, one cut short.
        #expect(commands("\u{1B}[15~\u{1B}[3~m\u{1B}[").map { "\($0)" } == ["\(Command.nextMap)"])
        #expect(commands("\u{1B}[1;5A") == [.volume(1)])
    }

    @Test func stepsAddUpUntilTheSnapshotFollows() {
        var keys = KeyCommands()
        var snapshot = Snapshot()
        snapshot.volumeDecibels = -3
        #expect(keys.commands(Array("++".utf8), snapshot) == [.volume(-2), .volume(-1)])
        #expect(keys.commands(Array("=".utf8), snapshot) == [.volume(0)], "the session has not followed yet")
        snapshot.volumeDecibels = -20
        #expect(keys.commands(Array("-".utf8), snapshot) == [.volume(-21)], "somebody else has turned it down")
        snapshot.volumeDecibels = 12
        #expect(keys.commands(Array("+".utf8), snapshot) == [.volume(12)])
        snapshot.amount = 0.05
        #expect(keys.commands(Array("[".utf8), snapshot) == [.amount(0)])
    }

    @Test func spacePausesAndGoesOnAndTTapsABeat() {
        var keys = KeyCommands()
        var snapshot = Snapshot()
        #expect(keys.commands(Array(" t".utf8), snapshot) == [.pause, .tap])
        snapshot.isPaused = true
        #expect(keys.commands(Array(" ".utf8), snapshot) == [.resume])
    }

    @Test func whoWasLeftOutCountsAgain() {
        var snapshot = Snapshot()
        #expect(commands("ia", snapshot).isEmpty, "nobody is there")
        snapshot.ignoredFaces = [7, 2]
        #expect(commands("a", snapshot) == [.regard(face: 2), .regard(face: 7)])
    }
}
