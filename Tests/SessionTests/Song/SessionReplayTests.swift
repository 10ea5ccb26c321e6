import Capture
import DSP
import Foundation
import Mood
import Testing

@testable import Session

@Suite struct SessionReplayTests {
    private static let songs = ["theme", "/strings.wav", "/bells.wav"]

    private static let piano = ThemeTakes.song(overtones: ThemeTakes.piano, phase: 0).kept
    private static let strings = ThemeTakes.song(overtones: ThemeTakes.strings, phase: 0.9, rate: 48_000).kept
    /// Shorter than the theme, and without beats.
    private static let bells = SyntheticSong.chord(seconds: 3.3).kept
    private static let short = SyntheticSong(frames: 300_000) { Float(sin(Double($0) / 31) * 0.3) * Float($0 % 11_025 < 5000 ? 1 : 0.2) }.kept

    private static func open(_ name: String) throws(LeitmotifError) -> any SongSource {
        switch name {
        case "theme": SyntheticSong(piano)
        case "/strings.wav": SyntheticSong(strings, sampleRate: 48_000)
        case "/bells.wav": SyntheticSong(bells)
        case "/short.wav": SyntheticSong(short)
        default: throw LeitmotifError(.notFound, "open song", name, "there is none", next: "look elsewhere")
        }
    }

    private func session(in turn: [String] = []) throws -> VirtualSession {
        var map = MoodMap.seed
        map.songs = [.sad: "/strings.wav", .angry: "/bells.wav"]
        var setting = Performance.Setting(mapping: ParameterMapping(map: map))
        (setting.song, setting.songs, setting.maps, setting.fadesIn) = ("theme", turn, [map, .drama], true)
        setting.grid = ThemeTakes.grid()
        setting.moodSongs = [
            KnownSong(path: "/strings.wav", sourceRate: 48_000, grid: ThemeTakes.grid(rate: 48_000)),
            KnownSong(path: "/bells.wav", sourceRate: 44_100, grid: nil),
        ]
        return try VirtualSession(setting, open: SessionReplayTests.open)
    }

    /// Every kind of command that is heard, some while one song still turns into another.
    private static let commands: [(blocks: Int, command: Command)] = [
        (300, .hold(.happy)), (200, .hold(.sad)), (60, .volume(-9)), (20, .volume(-3)), (300, .hold(.angry)), (40, .amount(0.4)),
        (260, .quantise(.bar)), (10, .release), (30, .map("drama")), (300, .hold(.surprise)), (90, .policy(.lift)), (10, .map("seed")),
        (50, .hold(.sad)), (150, .pause), (20, .resume), (80, .panic), (120, .release), (30, .quantise(nil)), (5, .tap),
        (30, .weigh(ExpressionWeights(happy: 0.25, angry: 0.75))), (200, .hold(.neutral)), (25, .hold(.sad)), (12, .hold(.neutral)),
        (160, .tune(.sad, .semitones, -3)), (5, .hold(.sad)), (250, .undo), (30, .hold(.angry)), (400, .release),
    ]

    private func played(_ session: inout VirtualSession, from: Int = 0, to: Int = commands.count) throws {
        for (blocks, command) in SessionReplayTests.commands[from..<to] {
            session.take(command)
            try session.play(blocks: blocks)
        }
    }

    private func render(_ lines: String, frames: Int64? = nil) throws -> [Float] {
        let record = try SessionRecord(parsing: lines, path: "test")
        var replay = try SessionReplay(record, channels: 2, open: SessionReplayTests.open)
        var sound: [Float] = []
        try replay.run(frames: frames ?? record.length) { (pointer, frames) throws(LeitmotifError) in
            sound.append(contentsOf: UnsafeBufferPointer(start: pointer, count: 2 * frames))
        }
        return sound
    }

    /// Says where they part, and not all that they hold.
    private func expectSame(_ lines: String, _ sound: ArraySlice<Float>) throws {
        let again = try render(lines)
        let difference = zip(again, sound).enumerated().first { $0.element.0 != $0.element.1 }?.offset
        #expect(again.count == sound.count && difference == nil, "from frame \((difference ?? 0) / 2) on")
    }

    @Test func aSessionWithAllKindsOfCommandsGivesTheSameBytesAgain() throws {
        var session = try session()
        try played(&session)
        try session.end()
        let turns = session.lines.split(separator: "\n").filter { $0.hasPrefix("turn ") }
        #expect(turns.count >= 5 && SessionReplayTests.songs.allSatisfy { song in turns.contains { $0.hasSuffix(song) } }, "\(turns)")
        #expect(session.lines.contains("\nleave "))
        #expect(session.sound.contains { abs($0) > 0.05 })
        try expectSame(session.lines, session.sound[...])
    }

    /// Next and previous, at once and while another song comes in, while a mood's own plays, and a song that ends by itself.
    @Test func songsInTurnGiveTheSameBytesAgain() throws {
        var session = try session(in: ["theme", "/short.wav", "/bells.wav"])
        let commands: [(Command, Int)] = [
            (.nextSong, 700), (.hold(.happy), 300), (.nextSong, 30), (.nextSong, 10), (.volume(-6), 700), (.previousSong, 500),
            (.hold(.sad), 400), (.nextSong, 500), (.release, 600), (.pause, 100), (.resume, 400), (.hold(.surprise), 1500),
        ]
        for (command, blocks) in commands {
            session.take(command)
            try session.play(blocks: blocks)
        }
        try session.end()
        let turns = session.lines.split(separator: "\n").filter { $0.hasPrefix("turn ") }.map { $0.split(separator: " ")[3] }
        #expect(turns.count >= 6 && Set(turns) == ["theme", "/short.wav", "/bells.wav", "/strings.wav"], "\(turns)")
        #expect(!session.lines.contains("inexact"))
        try expectSame(session.lines, session.sound[...])
    }

    @Test func aRecordThatWasCutRendersUntilTheCut() throws {
        var session = try session()
        try played(&session, to: 9)
        try session.end()
        let bytes = Array(session.lines.utf8)
        let head = try #require(session.lines.range(of: "songs 3\n")).upperBound.utf16Offset(in: session.lines)
        for share in [0, 2, 5, 7] {
            let cut = head + (bytes.count - head) * share / 8
            let record = try SessionRecord(parsing: String(decoding: bytes[..<cut], as: UTF8.self), path: "cut")
            #expect(record.frames == nil)
            let sound = try render(String(decoding: bytes[..<cut], as: UTF8.self))
            #expect(sound.count == 2 * Int(record.length) && sound.count <= session.sound.count + 8 * VirtualSession.blockFrames)
            let shared = min(2 * Int(record.lastFrame), sound.count)
            #expect(sound[..<shared] == session.sound[..<shared], "cut at \(cut)")
        }
    }

    @Test func aRecordBegunInTheMiddleKnowsItsSongs() throws {
        var session = try session()
        try played(&session, to: 6)
        let (beginning, offset) = session.linesFromHere()
        try played(&session, from: 6, to: 14)
        try session.end()
        let rest = String(decoding: Array(session.lines.utf8)[offset...], as: UTF8.self)
        // What the player did between the last pass and the beginning stands in both.
        let sound = try render(beginning + rest)
        let from = 2 * Int(try SessionRecord(parsing: beginning, path: "test").beginning.frame)
        #expect(from > 0)
        #expect(sound.count == session.sound.count - from && sound.elementsEqual(session.sound[from...]))
    }

    /// Through several passes of the song, and from inside the second one.
    @Test func whatCameBeforeTheBeginningIsRenderedButNotWritten() throws {
        let head = "leitmotif-session 3\nsong /bells.wav\nrate 44100.0\nquality normal\nstart tempo=1.0\n"
        let lines = "set 5001 0 tempo=0.8 semitones=3.0\nset 70000 0 tempo=1.3 semitones=-2.0\n"
        let whole = try render(head + lines, frames: 160_000)
        for lead in [1, 5000, 44_100, 159_999] {
            #expect(try render(head + "from \(lead) 0 0.0\n" + lines, frames: Int64(160_000 - lead)) == Array(whole.dropFirst(2 * lead)), "\(lead)")
        }
        // Dry and at tempo 1 the place in the song is all there is.
        let dry = try render(head, frames: 350_000)
        for start in [145_530 * 2 + 777, 50_000] {
            let late = try render(head + "from 0 0 \(start).0\n", frames: 20_000)
            let worst = (1000..<40_000).map { abs(late[$0] - dry[2 * start + $0]) }.max() ?? 1
            #expect(worst < 1e-4, "\(start)")
        }
    }

    @Test func aSongThatIsGoneIsAnErrorAndATurnWithoutASettingIsPassedOver() throws {
        let head = "leitmotif-session 3\nsong theme\nrate 44100.0\nquality normal\nstart tempo=1.0\n"
        #expect(throws: LeitmotifError.self) { try render(head + "turn 500 100.0 /gone.wav\nset 500 100.0 tempo=1.0\n", frames: 1000) }
        #expect(try render(head + "turn 500 100.0 /gone.wav\n", frames: 1000).count == 2000)
        // In the middle of another turn, and onto itself: strange, but no harm.
        let strange = "turn 500 9.0 /bells.wav\nset 500 9.0 tempo=1.0\nturn 600 5.0 /bells.wav\nset 600 5.0 tempo=1.0\nleave 700 tempo=2.0\n"
        #expect(try render(head + strange, frames: 60_000).allSatisfy(\.isFinite))
    }
}
