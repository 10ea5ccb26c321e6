import Testing

@testable import App

/// The command itself, where there is nothing but files.
@Suite struct DoctorTests {
    @Test func theExitCodeSaysWhetherASessionCanRun() throws {
        let folder = try ScratchFolder()
        let source = ["doctor", "--camera", folder.picture(), "--song", folder.sine(), "--output", "null"]
        #expect(Program.run(source) == 0 && Program.run(source + ["--json"]) == 0)
        #expect(Program.run(source + ["--weights", folder.text("words.weights", "no weights")]) == 1)
        #expect(Program.run(source + ["--map", folder.text("bad.toml", "tempo = 9")]) == 1)
        #expect(Program.run(source + ["--record", folder.file("none/a.session")]) == 1)
        #expect(Program.run(["doctor", "--camera", folder.file("none.mp4"), "--output", "null"]) == 1)
        #expect(Program.run(source + ["--latency", "soon"]) == 2)
        #expect(folder.names == ["bad.toml", "grey.pgm", "sine.wav", "words.weights"], "nothing is written")
    }

    @Test func latencyPlaysAndLeavesNothing() throws {
        let folder = try ScratchFolder()
        let outputs = ["--output", folder.file("a.wav"), "--output", "null", "--seconds", "0.5"]
        #expect(Program.run(["latency", "--camera", folder.picture(), "--song", folder.sine()] + outputs) == 0)
        #expect(folder.names == ["grey.pgm", "sine.wav"])
    }
}
