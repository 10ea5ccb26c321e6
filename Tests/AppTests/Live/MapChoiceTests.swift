import Foundation
import Testing

@testable import App

@Suite struct MapChoiceTests {
    @Test func aBrokenSaveKeepsTheOldMapAndSaysSoOnce() throws {
        let folder = try ScratchFolder()
        let sections = "[happy]\ntempo = 2\n[sad]\n[angry]\n[surprise]\n[neutral]\n"
        let path = folder.text("my.toml", sections)
        var choice = try MapChoice(["drama", path])
        #expect(choice.first.name == "drama" && choice.all.count == 2)
        #expect(choice.edits().isEmpty)
        for (text, seconds) in [("[happy]\ntempo = 9\n", 10.0), (sections.replacingOccurrences(of: "2", with: "3"), 20)] {
            _ = folder.text("my.toml", text)
            try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSinceNow: seconds)], ofItemAtPath: path)
            switch (choice.edits().first, seconds) {
            case (.mapDamaged(let cause), 10): #expect(cause.contains("tempo"))
            case (.mapEdited(let index, let map), 20): #expect(index == 1 && map.happy.tempo == 3)
            case (let edit, _): Issue.record("\(String(describing: edit))")
            }
            #expect(choice.edits().isEmpty)
        }
        #expect(throws: (any Error).self) { try MapChoice(["nowhere"]) }
    }

    @Test func mapsOfOneNameAreToldApart() throws {
        let folder = try ScratchFolder()
        let text = "name = \"mine\"\n[happy]\n[sad]\n[angry]\n[surprise]\n[neutral]\n"
        let choice = try MapChoice([folder.text("a.toml", text), folder.text("b.toml", text), folder.text("c.toml", text)])
        #expect(choice.all.map(\.name) == ["mine", "mine 2", "mine 3"])
    }
}
