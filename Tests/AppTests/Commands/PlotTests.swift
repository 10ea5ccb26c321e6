import Capture
import DSP
import Foundation
import Mood
import Session
import Tensor
import Testing

@testable import App

@Suite struct PlotTests {
    private func document(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    @Test func aSessionBecomesADrawing() throws {
        let folder = try ScratchFolder()
        let song = folder.sine("tone.wav")
        let record = folder.text("a.session", SessionFile.text(song: song))
        #expect(Program.run(["plot", record, folder.path + "/a.svg"]) == 0)
        #expect(Program.run(["plot", record, folder.path + "/b.SVG"]) == 0)
        #expect(folder.names == ["a.session", "a.svg", "b.SVG", "tone.wav"])
        #expect(try document(folder.path + "/a.svg") == document(folder.path + "/b.SVG"), "the same input, the same bytes")
        let texts = try SVGElements(document(folder.path + "/a.svg")).texts
        for text in [
            "tone.wav", "1.5 s, 3 looks (a face in 67 %), 1 changes of mood", "mood", "expression", "tempo", "key", "filter",
            "effect",
            "what was heard", "happy", "surprise", "low-pass", "high-pass", "wah", "seconds",
        ] { #expect(texts.contains(text), "\(text)") }
    }

    @Test func aToneLiesOnItsRowOfTheSpectrogram() throws {
        let folder = try ScratchFolder()
        // 440 Hz for half of the session, then five semitones lower.
        let record = folder.text("a.session", SessionFile.text("set 6000 5900.5 semitones=-5.0", song: folder.sine("tone.wav")))
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
        let good = folder.text("good.session", SessionFile.text(song: song))
        let lost = folder.text("lost.session", SessionFile.text(song: folder.path + "/lost.wav"))
        let damaged = folder.text("damaged.session", SessionFile.text("see 1 tracking x"))
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
        let record = folder.text("a.session", SessionFile.text(song: folder.sine("tone.wav")))
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
    let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    let program = folder.appending(path: "app")
    return FileManager.default.isExecutableFile(atPath: program.path) ? program : nil
}()
