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
    @Test func aSessionBecomesAPicture() throws {
        let folder = try ScratchFolder()
        let song = folder.sine("tone.wav")
        let record = folder.text("a.session", session(song: song))
        #expect(Program.run(["plot", record, folder.path + "/a.png"]) == 0)
        #expect(folder.names == ["a.png", "a.session", "tone.wav"])
        var plane = LumaPlane(width: 1, height: 1)
        try PictureDecoder().decode(folder.path + "/a.png", into: &plane)
        #expect(plane.width == 1600 && plane.height == 1000)
        func shades(_ area: PlotArea) -> Set<UInt8> {
            Set((area.top..<area.bottom).flatMap { y in (area.left..<area.right).map { plane.view.base[y * plane.view.stride + $0] } })
        }
        #expect(shades(PlotPicture.soundArea).count > 50, "the spectrogram")
        #expect(shades(PlotArea(left: 104, top: 20, right: 400, bottom: 70)).count > 10, "the title")
        #expect(shades(PlotArea(left: 106, top: 114, right: 1402, bottom: 288)).count > 10, "the expressions")
        #expect(shades(PlotArea(left: 0, top: 0, right: 1600, bottom: 18)) == [255], "the margin")
    }

    @Test func failuresAreOneLineAndLeaveNothing() throws {
        let folder = try ScratchFolder()
        let song = folder.sine("tone.wav")
        let good = folder.text("good.session", session(song: song))
        let lost = folder.text("lost.session", session(song: folder.path + "/lost.wav"))
        let damaged = folder.text("damaged.session", session("see 1 tracking x"))
        let before = folder.names
        #expect(Program.run(["plot", lost, folder.path + "/a.png"]) == 1)
        #expect(Program.run(["plot", damaged, folder.path + "/a.png"]) == 1)
        #expect(Program.run(["plot", folder.path + "/none.session", folder.path + "/a.png"]) == 1)
        #expect(Program.run(["plot", good, folder.path + "/none/a.png"]) == 1)
        #expect(Program.run(["plot", good, folder.path + "/a.jpg"]) == 2)
        #expect(Program.run(["plot", good]) == 2)
        #expect(folder.names == before)
        #expect(Program.run(["plot", lost, folder.path + "/a.png", "--song", song]) == 0)
    }
}

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
        let columns = PlotColumns(record, count: 150)
        #expect(columns.readings.map(\.column) == [10, 50, 90])
        #expect(columns.moods.firstIndex(of: .sad) == 60 && columns.moods[59] == .neutral)
        #expect(columns.parameters.firstIndex { $0.effect.name == "wah" } == 75 && columns.parameters[74].tempo == 1)
    }

    @Test func looksInOneColumnAreAveraged() throws {
        let record = try PlotRecord(parsing: session(), path: "a.session")
        let reading = try #require(PlotColumns(record, count: 1).readings.first)
        #expect(abs(try #require(reading.weights).happy - 0.45) < 1e-6)
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
        #expect(refusal("hello").contains("its first line"))
    }
}
