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

    @Test func aMapIsSavedBesideTheOneItWasMadeFrom() throws {
        let folder = try ScratchFolder()
        let path = folder.text("own.toml", MapFile.text(.drama).replacingOccurrences(of: "name = \"drama\"", with: "name = \"own\""))
        var choice = try MapChoice(["seed", path])
        var map = choice.all[1]
        map.sad.tempo = 0.75
        // Under its own name: the same file.
        #expect(try choice.save(map, from: "own") == .mapSaved(index: 1, map, path: path))
        #expect(try MapFile.map(path) == map && choice.edits().isEmpty && choice.all[1] == map)
        map.name = "evening 2"
        let other = folder.file("evening 2.toml")
        #expect(try choice.save(map, from: "own") == .mapSaved(index: 2, map, path: other))
        #expect(try MapFile.map(other) == map && choice.all.map(\.name) == ["seed", "own", "evening 2"])
        // What has a name already keeps it.
        for (name, origin) in [("seed", "own"), ("drama", "own"), ("seed", "seed"), ("own", "seed"), ("evening 2", "own")] {
            map.name = name
            #expect(throws: (any Error).self) { try choice.save(map, from: origin) }
        }
        _ = folder.text("there.toml", "")
        map.name = "there"
        #expect(throws: (any Error).self) { try choice.save(map, from: "own") }
        #expect(folder.names == ["evening 2.toml", "own.toml", "there.toml"])
    }

    /// Every way in which an editor saves, and in which a link is set anew.
    @Test func everyKindOfSaveIsSeen() throws {
        let folder = try ScratchFolder()
        let files = FileManager.default
        func text(_ tempo: Int) -> String { "[happy]\ntempo = \(tempo)\n[sad]\n[angry]\n[surprise]\n[neutral]\n" }
        let target = folder.text("target.toml", text(1))
        let link = folder.file("link.toml")
        try files.createSymbolicLink(atPath: link, withDestinationPath: "target.toml")
        var choice = try MapChoice([link])
        func tempo() -> Double? {
            if case .mapEdited(0, let map) = choice.edits().first { map.happy.tempo } else { nil }
        }
        #expect(tempo() == nil)
        let date = Date(timeIntervalSinceNow: -100)
        for (number, save) in [
            // In place, in the same second as far as the date says.
            { _ = folder.text("target.toml", text(2)) },
            {
                _ = folder.text("target.toml", text(3))
                try files.setAttributes([.modificationDate: date], ofItemAtPath: target)
            },
            {
                _ = folder.text("target.toml", text(4))
                try files.setAttributes([.modificationDate: date], ofItemAtPath: target)
            },
            // By a new file in its place.
            {
                _ = folder.text("new.toml", text(5))
                try files.removeItem(atPath: target)
                #expect(choice.edits().isEmpty, "gone for a moment")
                try files.moveItem(atPath: folder.file("new.toml"), toPath: target)
            },
            // By another target of the link.
            {
                _ = folder.text("other.toml", text(5).replacingOccurrences(of: "5", with: "0.6"))
                try files.removeItem(atPath: link)
                try files.createSymbolicLink(atPath: link, withDestinationPath: "other.toml")
            },
        ].enumerated() as EnumeratedSequence<[() throws -> Void]> {
            try save()
            #expect(tempo() == [2, 3, 4, 5, 0.6][number])
            #expect(choice.edits().isEmpty)
        }
    }

    @Test func mapsOfOneNameAreToldApart() throws {
        let folder = try ScratchFolder()
        let text = "name = \"mine\"\n[happy]\n[sad]\n[angry]\n[surprise]\n[neutral]\n"
        let choice = try MapChoice([folder.text("a.toml", text), folder.text("b.toml", text), folder.text("c.toml", text)])
        #expect(choice.all.map(\.name) == ["mine", "mine 2", "mine 3"])
    }
}
