import DSP
import Foundation
import Mood
import Testing

@testable import App

@Suite struct PlotPageTests {
    /// Lines of a watch in which faces come and go and numbers reach their limits.
    private func watch() throws -> WatchRecord {
        let lines = (0..<200).map { index in
            let names = Expression.allCases.map(\.name), happy = Double(index % 7) / 6
            func object(_ values: [Double]) -> String {
                "{" + zip(names, values).map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
            }
            let isSeen = index % 41 < 30
            let faces = (0..<(isSeen ? 1 + index / 20 : 0)).map { "{\"id\":\($0 + 1),\"read\":\($0 == index / 100)}" }
            let read = [happy, 1 - happy, 1.01, -0.01, 0]
            return """
                {"seconds":\(100 + 0.04 * Double(index)),"faces":[\(faces.joined(separator: ","))],\
                "probabilities":\(isSeen ? object(read) : "{}"),"weights":\(object([0.2, 0.2, 0.2, 0.2, 0.2])),\
                "mood":"\(names[index / 50])","milliseconds":{"detect":\(index % 9 == 0 ? 1e9 : 0),"read":0.4}}
                """
        }
        return try WatchRecord(parsing: lines.joined(separator: "\n"), path: "a.jsonl")
    }

    @Test func aWatchBecomesADrawing() throws {
        let folder = try ScratchFolder()
        let name = "a<b>&\"c\".jsonl"
        let line = #"{"seconds":1,"faces":[],"probabilities":{},"weights":{"happy":0,"sad":0,"angry":0,"surprise":0,"neutral":1},"#
        let rest = #""mood":"neutral","milliseconds":{}}"#
        let lines = folder.text(name, [line + rest, (line + rest).replacing(":1,\"faces", with: ":2,\"faces")].joined(separator: "\n"))
        #expect(Program.run(["plot", lines, folder.path + "/a.svg"]) == 0)
        #expect(folder.names == [name, "a.svg"].sorted())
        let document = try String(contentsOfFile: folder.path + "/a.svg", encoding: .utf8)
        let texts = try SVGElements(document).texts
        for text in [name, "as read", "smoothed", "mood", "most of 10", "each picture", "faces", "ms a picture"] {
            #expect(texts.contains(text), "\(text)")
        }
    }

    @Test func everythingDrawnLiesInItsPanel() throws {
        let page = WatchPlot.page(try watch(), name: "a")
        for panel in page.panels { try expectInside(panel) }
        func stretches<Value: Equatable>(_ values: [Value]) -> Stretches<Value> {
            Stretches(values.enumerated().map { (Double($0.offset), $0.element) }, before: values[0], until: 8)
        }
        let filters = [
            FilterSetting(kind: .lowPass, cutoffHertz: 1), FilterSetting(kind: .lowPass, cutoffHertz: 99_999), FilterSetting(),
            FilterSetting(kind: .highPass, cutoffHertz: 300), FilterSetting(kind: .highPass, cutoffHertz: 1e9),
        ]
        try expectInside(StepPanel(name: "", unit: "", values: stretches([0.1, 5, 1, 0.1, 9, 0.01]), axis: .tempo([1])))
        try expectInside(StepPanel(name: "", unit: "", values: stretches([-12, 12, 0, 40, -40, 3]), axis: .semitones([0])))
        try expectInside(FilterPanel(filters: stretches(filters)))
        try expectInside(StripPanel(name: "", values: stretches(["none", "reverb", "delay", "wah"]), style: "effect"))
    }

    private func expectInside(_ panel: any PlotPanel) throws {
        let frame = PlotFrame(top: 100, height: panel.height, time: .time(upTo: 8))
        var svg = SVG(width: 960, height: 500, title: "", style: "")
        panel.draw(in: frame, &svg)
        let marks = ["line", "dots", "thin", "thick", "passes", "mood", "effect", "grid"]
        let drawn = try SVGElements(svg.document).all.filter { !marks.filter($0.classes.contains).isEmpty }
        #expect(!drawn.isEmpty)
        for point in drawn.flatMap(\.points) {
            #expect((PlotFrame.left...PlotFrame.right).contains(point.x), "\(panel)")
            #expect((frame.top - 0.01...frame.bottom + 0.01).contains(point.y), "\(panel)")
        }
    }

    @Test func everyStyleIsDefined() throws {
        let document = WatchPlot.page(try watch(), name: "a").svg
        let styles = Set(try SVGElements(document).all.flatMap(\.classes))
        for style in styles.union(["effect", "none", "reverb", "delay", "wah", "passes", "sound"]) {
            #expect(PlotStyle.css.contains(".\(style) {"), "\(style)")
        }
    }

    @Test func aLongTitleIsCut() throws {
        let page = PlotPage(title: String(repeating: "W", count: 5000), facts: "facts", seconds: 1, panels: [])
        let title = try #require(SVGElements(page.svg).with("title").first)
        #expect(title.text.hasSuffix("W…") && SVG.width(of: title.text, size: 18) < 960)
    }

    @Test func aFaceIsAStretchForAsLongAsItIsSeen() throws {
        let record = try watch()
        var svg = SVG(width: 960, height: 500, title: "", style: "")
        let panel = FacePanel(record)
        panel.draw(in: PlotFrame(top: 0, height: panel.height, time: .time(upTo: record.seconds)), &svg)
        let elements = try SVGElements(svg.document)
        // Face 1 counts in the first half, face 2 in the second; each is away for 11 pictures in every 41.
        let stretches = try #require(elements.with("thick").first).points
        #expect(Set(stretches.map(\.y)).count == 2 && stretches.count == 2 * 6)
        #expect(abs(stretches[1].x - stretches[0].x - 30 * 0.04 / record.seconds * (PlotFrame.right - PlotFrame.left)) < 1)
        #expect(elements.texts.contains("thick: read, 2 hidden"))
    }
}
