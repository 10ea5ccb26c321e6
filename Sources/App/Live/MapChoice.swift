import Foundation
import Mood
import Session

/// The maps given to a session. Files among them are reloaded when they change on disk.
struct MapChoice {
    private struct Entry {
        let name: String
        var map: MoodMap
        /// Nil for a built-in map, which never changes, even if a file has its name.
        var date: Date?
    }

    private var entries: [Entry]

    /// - Parameter names: built-in maps and files; none means seed.
    init(_ names: [String]) throws {
        entries = try (names.isEmpty ? ["seed"] : names).map { name in
            let isBuiltin = MoodMap.builtin.contains { $0.name == name }
            return Entry(name: name, map: try MapFile.map(name), date: isBuiltin ? nil : MapChoice.date(of: name))
        }
        for index in entries.indices { nameApart(index) }
    }

    /// Two maps of one name, made from one template, get a number: each can then be asked for.
    private mutating func nameApart(_ index: Int) {
        let plain = entries[index].map.name
        var number = 1
        while entries[..<index].contains(where: { $0.map.name == entries[index].map.name }) {
            number += 1
            entries[index].map.name = "\(plain) \(number)"
        }
    }

    /// The one that plays first.
    var first: MoodMap { entries[0].map }
    var all: [MoodMap] { entries.map { $0.map } }

    /// Reloads the files that changed since the last call: `mapEdited` or `mapDamaged` for each.
    mutating func edits() -> [Fact] {
        entries.indices.compactMap { index in
            let name = entries[index].name
            guard let date = entries[index].date, let now = MapChoice.date(of: name), now != date else { return nil }
            entries[index].date = now
            do {
                entries[index].map = try MapFile.map(name)
                nameApart(index)
                return .mapEdited(index: index, entries[index].map)
            } catch {
                return .mapDamaged("\(error)")
            }
        }
    }

    private static func date(of name: String) -> Date? {
        try? FileManager.default.attributesOfItem(atPath: name)[.modificationDate] as? Date
    }
}
