import Capture
import Foundation
import Mood
import Session
import Tensor
import Testing

@testable import App

private func line(_ seconds: Double, _ expression: Mood.Expression?, mood: Mood.Expression = .neutral) -> String {
    let weights = ExpressionWeights(only: expression ?? .neutral).named
    let read = expression == nil ? [:] : weights
    func text(_ numbers: [String: Double]) -> String { (try? JSON.text(numbers)) ?? "" }
    let faces = expression == nil ? "[]" : "[{\"id\":1,\"read\":true}]"
    return "{\"seconds\":\(seconds),\"faces\":\(faces),\"probabilities\":\(text(read)),\"weights\":\(text(weights)),"
        + "\"mood\":\"\(mood.name)\",\"state\":\"tracking\",\"milliseconds\":{\"detect\":1,\"read\":0.5}}"
}

@Suite struct WatchTests {
    @Test func aLineSaysWhatWasSeen() throws {
        setenv("LEITMOTIF_HOME", repositoryRoot, 1)
        let watcher = Watcher(cascade: try Files.cascade(), network: try Files.network())
        let source = try Actor().open()
        var plane = LumaPlane(width: 1, height: 1)
        let stamp = try #require(try source.next(into: &plane))
        var performance = Performance(Performance.Setting(mapping: ParameterMapping(map: .seed)))
        performance.take(.saw(try watcher.examine(plane.view, stamp)), at: stamp.seconds)
        let text = try JSON.text(WatchLine(performance.snapshot))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(Set(object.keys).isSuperset(of: ["seconds", "faces", "probabilities", "mood", "state", "milliseconds"]))
        let face = try #require((object["faces"] as? [[String: Any]])?.first)
        #expect(Set(face.keys) == ["id", "x", "y", "width", "height", "neighbors", "read"] && face["id"] as? Int == 1)
        let five = try #require(object["probabilities"] as? [String: Double])
        #expect(Set(five.keys) == Set(Mood.Expression.allCases.map(\.name)) && abs(five.values.reduce(0, +) - 1) < 1e-4)
        #expect(Set((object["milliseconds"] as? [String: Double] ?? [:]).keys) == ["decode", "detect", "read"])
        #expect(object["state"] as? String == "tracking" && !text.contains("\n"))
    }

    @Test func aNameCannotActOnTheTerminal() throws {
        var picture = try JSONDecoder().decode(WatchLine.self, from: Data(line(0, nil).utf8))
        picture.name = "a\n\u{1B}[2Jb.jpg"
        #expect(picture.words.hasPrefix("a\\n\\x1B[2Jb.jpg  tracking"))
    }

    @Test func whatIsMissingDecidesTheExitCode() throws {
        let folder = try ScratchFolder()
        let frame = Array("FRAME\n".utf8) + [UInt8](repeating: 90, count: 64 * 48)
        let film = Array("YUV4MPEG2 W64 H48 F25:1 Cmono\n".utf8) + frame + frame
        #expect(app("watch", folder.file("whole.y4m", film)) == 0)
        #expect(app("watch", folder.file("cut.y4m", film.dropLast(9))) == 1)
        let pictures = folder.file("pictures")
        try FileManager.default.createDirectory(atPath: pictures, withIntermediateDirectories: false)
        _ = folder.picture("pictures/good.pgm")
        let damaged = folder.text("pictures/damaged.pgm", "P5 9 9 255\n")
        #expect(app("watch", pictures) == 0, "the damaged one is left out")
        #expect(app("watch", damaged) == 1)
        #expect(app("detect", folder.file("pictures/good.pgm"), damaged) == 1)
        #expect(app("classify", damaged) == 1)
    }

    @Test func theSummaryCounts() throws {
        var summary = WatchSummary()
        #expect(summary.words == "no picture")
        let record = try? WatchRecord(parsing: [line(0, .happy), line(1, nil), line(2, .sad)].joined(separator: "\n"), path: "w")
        #expect(record?.pictures.count == 3 && record?.seconds == 3)
        for (mood, milliseconds) in [("neutral", 3.0), ("happy", 1), ("happy", 2), ("sad", 9)] {
            var sight = try JSONDecoder().decode(WatchLine.self, from: Data(line(0, nil).utf8))
            sight.mood = mood
            sight.milliseconds = ["decode": 0.1, "detect": milliseconds, "read": 0.5]
            summary.add(sight)
        }
        #expect(summary.words.hasPrefix("4 pictures, a face read in 0, 0 faces in all, 2 changes of mood; median ms a picture: 3.50"))
    }

    @Test func aWatchBecomesADrawing() throws {
        let folder = try ScratchFolder()
        var lines: [String] = []
        for frame in 0..<60 {
            let shown: Mood.Expression = frame % 3 == 0 ? .sad : .happy
            lines.append(line(Double(frame) / 10, frame == 31 ? nil : shown, mood: frame < 40 ? .happy : .sad))
        }
        let record = folder.text("w.jsonl", lines.joined(separator: "\n") + "\n")
        #expect(app("plot", record, folder.path + "/w.svg") == 0)
        let elements = try SVGElements(String(contentsOfFile: folder.path + "/w.svg", encoding: .utf8))
        let moods = elements.with("mood"), top = try #require(moods.first).number("y")
        let strip = moods.filter { $0.number("y") == top }
        #expect(strip.map { $0.classes.first } == ["happy", "sad"])
        #expect(abs(strip[0].number("width") / strip[1].number("width") - 2) < 0.01, "one mood for four of six seconds")
        // One gap in either panel, where no face was read.
        let curves = elements.with("line")
        #expect(curves.count == 10 && curves.allSatisfy { $0.attributes["d"]!.count { $0 == "M" } == 2 })
        #expect(elements.with("dots").first?.points.count == 2 * 60)
        #expect(try #require(elements.texts.first { $0.hasPrefix("median") }) == "median 1.50")
    }

    @Test(arguments: [
        "{}", "{\"seconds\":0}", line(-1, .happy), line(0, .happy) + "\n" + line(-2, .happy), line(0, .happy) + "\nwords",
        line(0, .happy) + "\n" + line(1e9, .happy),
        line(0, .happy).replacingOccurrences(of: "1,", with: "7,") + "\n" + line(1, .sad),
        line(0, .happy),
        line(0, .happy).replacingOccurrences(of: "neutral\",\"state", with: "gloomy\",\"state") + "\n" + line(1, .sad),
        "{ \"seconds\": ",
    ]) func damagedWatchesAreRefused(_ text: String) throws {
        #expect(WatchRecord.isWatch(text))
        #expect(throws: LeitmotifError.self) { try WatchRecord(parsing: text, path: "w.jsonl") }
        let folder = try ScratchFolder()
        #expect(app("plot", folder.text("w.jsonl", text), folder.path + "/w.svg") == 1)
        #expect(folder.names == ["w.jsonl"])
    }

    @Test func theMostFrequentOfTenIsNamed() throws {
        var rule = MajorityOfTen()
        #expect(rule.add(.happy) == .happy)
        #expect(rule.add(.sad) == .happy, "of equals the first")
        #expect(rule.add(.sad) == .sad)
        for _ in 0..<8 { _ = rule.add(.neutral) }
        #expect((0..<2).map { _ in rule.add(.angry) } == [.neutral, .neutral])
        #expect((0..<5).map { _ in rule.add(.angry) } == [.neutral, .neutral, .neutral, .angry, .angry])
    }

    @Test func switchesAreCountedByTheMinute() throws {
        var lines: [String] = []
        for frame in 0..<60 { lines.append(line(Double(frame), frame % 5 == 4 ? .sad : .happy, mood: frame < 30 ? .happy : .sad)) }
        let record = try WatchRecord(parsing: lines.joined(separator: "\n"), path: "w")
        #expect(record.switchesPerMinute(record.pictures.map(\.mood)) == 1)
        #expect(record.switchesPerMinute(record.labels) == 23)
        #expect(record.switchesPerMinute(record.majorities) == 0)
    }
}
