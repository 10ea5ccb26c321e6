import Testing

@testable import Session

@Suite struct CommandWordsTests {
    @Test func everyCommandReadsBack() {
        let commands: [Command] = [
            .hold(.angry), .release, .map("a b"), .nextMap, .amount(0.25), .policy(.match), .policy(.lift), .quantise(.bar),
            .quantise(nil),
            .song("x y.ogg"), .volume(-6), .pause, .resume, .tap, .ignore(face: 3), .regard(face: 3),
            .calibrate(name: "anna b", seconds: 5), .calibrateAll(name: "anna b", seconds: 3),
            .recordSound(true), .recordSession(false), .panic, .stop,
        ]
        for command in commands { #expect(Command(words: command.words) == command) }
        for words in ["", "hold", "hold furious", "amount", "amount nan", "release me", "volume loud", "ignore x", "fly"] {
            #expect(Command(words: words) == nil, "\(words)")
        }
    }
}
