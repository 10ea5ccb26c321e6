import Mood
import Testing

@testable import Session

@Suite struct CommandWordsTests {
    @Test func everyCommandReadsBack() {
        let commands: [Command] = [
            .hold(.angry), .weigh(ExpressionWeights(happy: 0.25, sad: 0.75)), .release, .map("a b"), .nextMap, .amount(0.25), .policy(.match), .policy(.lift), .quantise(.bar),
            .quantise(nil),
            .song("x y.ogg"), .song("./next"), .nextSong, .previousSong, .volume(-6), .pause, .resume, .tap, .resetTap, .ignore(face: 3), .regard(face: 3),
            .calibrate(name: "anna b", seconds: 5), .calibrateAll(name: "anna b", seconds: 3),
            .recordSound(true), .recordSession(false), .panic, .stop,
            .tune(.sad, .filterHertz, 1200.5), .tune(.happy, .effect("wet"), 0.1), .tune(.angry, .effectKind, 2),
            .tune(.neutral, .effect("moved_by"), 1), .tune(.surprise, .tempo, 1.0 / 3), .blend(.place), .tuneQuantise(.now), .undo, .redo,
            .compare(true), .compare(false), .saveMap("my map"),
        ]
        for command in commands { #expect(Command(words: command.words) == command) }
        for words in ["", "hold", "hold furious", "amount", "amount nan", "release me", "tap twice", "volume loud", "ignore x", "fly", "tune sad tempo", "tune sad speed 1", "tune sad tempo nan",
            "tune sad filter.kind 1", "tune map blend loud", "tune map tempo 1", "tune sad tempo 1 2", "compare", "undo 1", "save", "weigh 1 2 3 4", "weigh 0 0 0 0 0", "weigh 1 nan 0 0 0"] {
            #expect(Command(words: words) == nil, "\(words)")
        }
    }
}
