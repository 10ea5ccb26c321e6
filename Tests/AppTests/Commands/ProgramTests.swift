import Testing

@testable import App

/// Wrong use exits with 2, failed work with 1, and nothing traps.
@Suite struct ProgramTests {
    @Test(
        arguments: [
            ["process", "a.wav", "b.wav", "--tempo", "0"], ["process", "a.wav", "b.wav", "--tempo", "-1"],
            ["process", "a.wav", "b.wav", "--tempo", "nan"], ["process", "a.wav", "b.wav", "--tempo=inf"],
            ["process", "a.wav", "b.wav", "--semitones", "-13"], ["process", "a.wav", "b.wav", "--filter", "low-pass:0"],
            ["process", "a.wav", "b.wav", "--filter", "low-pass"], ["process", "a.wav", "b.wav", "--filter", "low-pass:nan"],
            ["process", "a.wav", "b.wav", "--effect", "flanger"],
            ["process", "a.wav", "b.wav", "--effect", "reverb:"],
            ["process", "a.wav", "b.wav", "--effect", "reverb:feedback=0.5"],
            ["process", "a.wav", "b.wav", "--effect", "delay:seconds=3"],
            ["process", "a.wav", "b.wav", "--effect", "delay:seconds=nan"],
            ["process", "a.wav", "b.wav", "--effect", "wah:moved_by=foot"],
            ["process", "a.wav", "b.wav", "--effect", "none:wet=1"],
            ["process", "a.wav"], ["process", "a.wav", "./a.wav"], ["resample", "a.wav", "a.wav", "--rate", "48000"],
            ["render", "--song", "a.wav", "--emotion", "sad", "--out", "a.wav"],
            ["live", "--song", "a.wav", "--output", "b/../a.wav"], ["live", "--record", "a.wav", "--output", "a.wav"],
            ["live", "--map", "a.wav", "--output", "a.wav"], ["live", "--song", "a.wav", "--record", "a.wav"],
            ["resample", "a.wav", "b.wav", "--rate", "0"], ["resample", "a.wav", "b.wav", "--rate", "nan"],
            ["render", "--out", "x.wav", "--emotion", "melancholy"], ["render", "--out", "x.wav"],
            ["render", "--out", "x.wav", "--emotion", "sad", "--timeline", "t.csv"],
            ["render", "--out", "x.wav", "--emotion", "sad", "--seconds", "-3"],
            ["render", "--out", "x.wav", "--emotion", "sad", "--amount", "2"],
            ["detect", "a.pgm", "--scale-factor", "1"], ["detect", "a.pgm", "--scale-factor", "nan"],
            ["detect", "a.pgm", "--min-size", "0"], ["detect", "a.pgm", "--min-neighbors", "-1"], ["detect"],
            ["classify", "a.pgm", "--csv", "--json"], ["classify", "a.pgm", "--repeat", "0"],
            ["live", "--seconds", "0"], ["live", "--seconds", "nan"], ["live", "--rotate", "45"],
            ["live", "--output", "hw:0", "--output", "hw:1"], ["live", "--latency", "soon"], ["live", "--who", "nobody"],
            ["live", "--quantise", "never"], ["live", "--idle", "sleep"],
            ["live", "--calibration", "../me"], ["watch", "actor", "--rotate", "45"], ["watch", "actor", "--who", "nobody"],
            ["watch", "actor", "--who", "all", "--calibration", "me"], ["calibrate"], ["calibrate", "a/b"], ["calibrate", ".."],
            ["calibrate", ""], ["calibrate", "me", "--seconds", "0"], ["calibrate", "me", "--rotate", "1"],
            ["plot", "a.jsonl", "a.jpg"],
            ["--no-such-option"], ["dance"],
        ])
    func wrongUseExitsWithTwo(arguments: [String]) { #expect(Program.run(arguments) == 2) }

    @Test(arguments: [["--help"], ["--version"], ["live", "--help"], ["help", "render"]])
    func helpAndVersionAreNoErrors(arguments: [String]) { #expect(Program.run(arguments) == 0) }

    @Test func songsThatAreNoneFailAndLeaveNothing() throws {
        let folder = try ScratchFolder()
        let bad = [
            folder.file("missing.wav"), folder.file("empty.wav", []), folder.text("words.wav", "this is a text file\n"),
            folder.path,
            folder.file("cut.wav", Array("RIFF\u{24}\u{0}\u{0}\u{0}WAVEfmt ".utf8)),
        ]
        for song in bad {
            #expect(app("process", song, folder.file("out.wav")) == 1, "\(song)")
            #expect(app("render", "--song", song, "--emotion", "sad", "--out", folder.file("out.wav")) == 1, "\(song)")
            #expect(app("resample", song, folder.file("out.wav"), "--rate", "48000") == 1, "\(song)")
        }
        #expect(!folder.names.contains { $0.contains("out") })
    }

    @Test func unwritableOutputsLeaveNothing() throws {
        let folder = try ScratchFolder()
        let song = folder.sine(seconds: 0.1)
        for output in ["/no/such/folder/x.wav", folder.file("x.ogg"), folder.file("x"), folder.path] {
            #expect(app("process", song, output) == 1, "\(output)")
        }
        #expect(folder.names == ["sine.wav"])
    }

    @Test func unknownFilesFail() throws {
        let folder = try ScratchFolder()
        let song = folder.sine(seconds: 0.1), out = folder.file("out.wav"), picture = folder.picture()
        #expect(app("render", "--song", song, "--emotion", "sad", "--out", out, "--map", "opera") == 1)
        #expect(app("render", "--song", song, "--timeline", folder.file("none.csv"), "--out", out) == 1)
        #expect(app("render", "--song", song, "--session", folder.text("x.session", "hello"), "--out", out) == 1)
        #expect(app("classify", "--weights", folder.file("none.weights"), picture) == 1)
        #expect(app("classify", "--weights", folder.text("words.weights", "no weights"), picture) == 1)
        #expect(app("detect", folder.file("none.pgm")) == 1)
        #expect(app("detect", folder.text("words.png", "no picture")) == 1)
        #expect(app("watch", folder.file("none.mp4")) == 1)
        #expect(app("live", "--camera", folder.file("none.mp4"), "--output", out, "--seconds", "1") == 1)
        #expect(!folder.exists("out.wav"))
    }

    @Test func truncatedWeightsAreRefused() throws {
        let folder = try ScratchFolder()
        let whole = try #require(FileBytes.read(repositoryRoot + "/Weights/expression.weights"))
        let picture = folder.picture()
        for count in [0, 3, 4, 23, 24, 63, 200, whole.count / 2, whole.count - 1] {
            #expect(app("classify", "--cropped", "--weights", folder.file("cut.weights", Array(whole[..<count])), picture) == 1)
        }
        #expect(app("classify", "--cropped", "--weights", folder.file("whole.weights", whole), picture) == 0)
    }
}
