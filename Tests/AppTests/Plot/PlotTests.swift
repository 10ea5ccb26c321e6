import Capture
import DSP
import Foundation
import Mood
import Session
import Tensor
import Testing

@testable import App

private let music = """
    see 0.1 tracking 0.8 0.05 0.05 0.05 0.05 10 10 50 50
    see 0.5 tracking 0.1 0.7 0.1 0.05 0.05 10 10 50 50
    mood 0.6 sad
    see 0.9 no-face 0.0 0.0 0.0 0.0 0.0 0 0 0 0
    set 6000 5900.5 semitones=-5.0 tempo=0.5 filter=low-pass hertz=1200.0 effect=wah wet=0.7
    """

private func session(_ lines: String = music, song: String = "tone.wav", end: String = "end 12000") -> String {
    "leitmotif-session 1\nsong \(song)\nrate 8000.0\nstart semitones=0.0 tempo=1.0 filter=high-pass hertz=300.0\n\(lines)\n\(end)\n"
}

@Suite struct PlotTests {
    private func document(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    @Test func aSessionBecomesADrawing() throws {
        let folder = try ScratchFolder()
        let song = folder.sine("tone.wav")
        let record = folder.text("a.session", session(song: song))
        #expect(Program.run(["plot", record, folder.path + "/a.svg"]) == 0)
        #expect(Program.run(["plot", record, folder.path + "/b.SVG"]) == 0)
        #expect(folder.names == ["a.session", "a.svg", "b.SVG", "tone.wav"])
        #expect(try document(folder.path + "/a.svg") == document(folder.path + "/b.SVG"), "the same input, the same bytes")
        let texts = try SVGElements(document(folder.path + "/a.svg")).texts
        for text in [
            "tone.wav", "1.5 s, 3 looks (a face in 67 %), 1 changes of mood", "mood", "expression", "tempo", "key", "filter", "effect",
            "what was heard", "happy", "surprise", "low-pass", "high-pass", "wah", "seconds",
        ] { #expect(texts.contains(text), "\(text)") }
    }

    @Test func aToneLiesOnItsRowOfTheSpectrogram() throws {
        let folder = try ScratchFolder()
        // 440 Hz for half of the session, then five semitones lower.
        let record = folder.text("a.session", session("set 6000 5900.5 semitones=-5.0", song: folder.sine("tone.wav")))
        #expect(Program.run(["plot", record, folder.path + "/a.svg"]) == 0)
        let pictures = try SVGElements(document(folder.path + "/a.svg")).pictures
        try #require(pictures.count == 2, "the spectrogram and its scale")
        var plane = LumaPlane(width: 1, height: 1)
        try PictureDecoder().decode(folder.file("sound.png", pictures[0]), into: &plane)
        // 12,000 frames, and windows of 2048 a sixteenth apart.
        try #require(plane.width == 93 && plane.height == SpectrogramPanel.rows)
        // The height of the picture is 50 Hz to 16 kHz.
        func row(_ hertz: Double) -> Double { Double(plane.height) * (1 - log2(hertz / 50) / log2(320)) }
        func loudest(_ column: Int) -> Double {
            let levels = (0..<plane.height).map { plane.view.base[$0 * plane.view.stride + column] }
            return Double(levels.firstIndex(of: levels.min()!)! + levels.lastIndex(of: levels.min()!)! + 1) / 2
        }
        for column in 10..<35 { #expect(abs(loudest(column) - row(440)) < 2) }
        for column in 60..<85 { #expect(abs(loudest(column) - row(440 * exp2(-5.0 / 12))) < 2) }
    }

    @Test func failuresAreOneLineAndLeaveNothing() throws {
        let folder = try ScratchFolder()
        let song = folder.sine("tone.wav")
        let good = folder.text("good.session", session(song: song))
        let lost = folder.text("lost.session", session(song: folder.path + "/lost.wav"))
        let damaged = folder.text("damaged.session", session("see 1 tracking x"))
        let before = folder.names
        #expect(Program.run(["plot", lost, folder.path + "/a.svg"]) == 1)
        #expect(Program.run(["plot", damaged, folder.path + "/a.svg"]) == 1)
        #expect(Program.run(["plot", folder.path + "/none.session", folder.path + "/a.svg"]) == 1)
        #expect(Program.run(["plot", good, folder.path + "/none/a.svg"]) == 1)
        for name in ["a.jpg", "a.pdf", "a", "svg"] { #expect(Program.run(["plot", good, "\(folder.path)/\(name)"]) == 2) }
        #expect(Program.run(["plot", good]) == 2)
        #expect(folder.names == before)
        #expect(Program.run(["plot", lost, folder.path + "/a.svg", "--song", song]) == 0)
    }

    @Test(.enabled(if: builtProgram != nil, "needs the built program beside the tests"))
    func aPNGWithoutItsConverterFailsAndLeavesNothing() throws {
        let folder = try ScratchFolder()
        let record = folder.text("a.session", session(song: folder.sine("tone.wav")))
        let before = folder.names
        let process = Foundation.Process()
        process.executableURL = builtProgram
        process.arguments = ["plot", record, folder.path + "/a.png"]
        // Of its own, as other tests of this process look for programs at the same time.
        process.environment = ["PATH": folder.path]
        let complaints = Pipe()
        process.standardError = complaints
        try process.run()
        let line = try #require(String(data: complaints.fileHandleForReading.readDataToEndOfFile(), encoding: .utf8))
        process.waitUntilExit()
        #expect(process.terminationStatus == 1)
        #expect(line.hasPrefix("app: write picture \(folder.path)/a.png: rsvg-convert is not installed; install it: apt install "))
        #expect(line.hasSuffix(", or name it .svg\n"))
        #expect(folder.names == before)
    }
}

/// `app` as it was built with the tests.
private let builtProgram: URL? = {
    let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "app")
    return FileManager.default.isExecutableFile(atPath: program.path) ? program : nil
}()

@Suite struct PlotRecordTests {
    private func refusal(_ text: String) -> String {
        do {
            _ = try PlotRecord(parsing: text, path: "a.session")
            return ""
        } catch { return error.description }
    }

    @Test func readsLooksAndMoods() throws {
        let record = try PlotRecord(parsing: session(), path: "a.session")
        #expect(record.seconds == 1.5 && record.looks.count == 3 && record.namings.count == 1)
        #expect(record.looks[0].weights?.happy == 0.8 && record.looks[2].weights == nil)
        #expect(record.namings[0].seconds == 0.6 && record.namings[0].mood == .sad)
        #expect(record.replay.wishes.map(\.wish.parameters.effect.name) == ["wah"])
    }

    @Test func aRecordThatBreaksOffEndsWithItsLastLine() throws {
        #expect(try PlotRecord(parsing: session(end: ""), path: "a").frames == 7200)
        #expect(try PlotRecord(parsing: session(music + "\nset 20000 1.0 tempo=1.0", end: ""), path: "a").frames == 20_000)
    }

    @Test(arguments: [
        "see 1 tracking 0.2 0.2 0.2 0.2 0.2 1 1 1", "see nan tracking 0.2 0.2 0.2 0.2 0.2 1 1 1 1",
        "see 1 tracking 0.2 0.2 inf 0.2 0.2 1 1 1 1",
        "see 1 tracking 0.2 0.2 7 0.2 0.2 1 1 1 1", "see -1 tracking 0.2 0.2 0.2 0.2 0.2 1 1 1 1", "see", "mood 1 cheerful", "mood 1",
        "mood x sad", "mood 2 sad\nmood 1 happy", "set -5 0 tempo=1.0", "set 5 0 tempo=0.0",
    ]) func damagedLinesAreNamed(_ line: String) {
        let text = refusal(session(line))
        #expect(text.hasPrefix("read session a.session: line \(4 + line.split(separator: "\n").count) is damaged: "))
        #expect(text.hasSuffix("; mend or delete that line"))
    }

    @Test func absurdLengthsAreRefused() {
        #expect(refusal(session(end: "end 691200001")).contains("more than 24 hours"))
        #expect(refusal(session(end: "end 9999999999")).contains("more than 24 hours"))
        #expect(refusal(session("mood 1e300 sad", end: "")).contains("more than 24 hours"))
        #expect(refusal(session(end: "end 0")).contains("not a single frame"))
        #expect(refusal(session(end: "end 691200000")).isEmpty)
        #expect(refusal("hello").contains("it does not begin with"))
    }
}
