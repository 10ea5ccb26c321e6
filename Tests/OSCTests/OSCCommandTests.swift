import Mood
import Session
import Testing

@testable import OSC

@Suite struct OSCCommandTests {
    @Test(arguments: [
        (OSCMessage("/leitmotif/hold", .string("sad")), Command.hold(.sad)),
        (OSCMessage("/leitmotif/hold/sad"), .hold(.sad)),
        (OSCMessage("/leitmotif/hold/sad", .float(1)), .hold(.sad)),
        (OSCMessage("/leitmotif/hold/sad", .float(0)), .release),
        (OSCMessage("/leitmotif/release"), .release),
        (OSCMessage("/leitmotif/map", .string("my map")), .map("my map")),
        (OSCMessage("/leitmotif/amount", .float(0.5)), .amount(0.5)),
        (OSCMessage("/leitmotif/amount", .int(1)), .amount(1)),
        (OSCMessage("/leitmotif/volume", .double(-6)), .volume(-6)),
        (OSCMessage("/leitmotif/pause", .int(1)), .pause),
        (OSCMessage("/leitmotif/song", .string("a song.wav")), .song("a song.wav")),
        (OSCMessage("/leitmotif/record-sound", .bool(true)), .recordSound(true)),
        (OSCMessage("/leitmotif/record-session", .float(0)), .recordSession(false)),
        (OSCMessage("/leitmotif/ignore", .float(3)), .ignore(face: 3)),
        (OSCMessage("/leitmotif/tune/sad/filter.hertz", .int(700)), .tune(.sad, MoodField(key: "filter.hertz")!, 700)),
        (
            OSCMessage("/wek/outputs", .float(0), .float(1), .float(0), .float(0), .float(1)),
            .weigh(ExpressionWeights(sad: 0.5, neutral: 0.5))
        ),
    ])
    func messagesAreCommands(_ message: OSCMessage, _ command: Command) { #expect(Command(message) == command) }

    @Test(arguments: [
        OSCMessage("/leitmotif"), OSCMessage("/leitmotif/"), OSCMessage("/other/hold/sad"), OSCMessage("/leitmotif/hold", .string("bored")),
        OSCMessage("/leitmotif/pause", .float(0)), OSCMessage("/leitmotif/release", .bool(false)), OSCMessage("/leitmotif/amount", .float(.nan)),
        OSCMessage("/leitmotif/amount", .blob([1])), OSCMessage("/leitmotif/amount"), OSCMessage("/wek/outputs", .float(1)),
        OSCMessage("/wek/outputs", .float(0), .float(0), .float(0), .float(0), .float(0)),
        OSCMessage("/wek/outputs", .float(.nan), .float(1), .float(1), .float(1), .float(1)),
    ])
    func othersAreNone(_ message: OSCMessage) { #expect(Command(message) == nil) }
}
