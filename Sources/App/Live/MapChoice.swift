import Foundation
import Mood

/// The maps given to a session, one of which plays. Files among them are read again when they change on disk; a mistake in one is
/// told and the old map plays on.
struct MapChoice {
    private struct Entry {
        let name: String
        var map: MoodMap
        /// Nil for a built-in map: that does not change, whatever files of its name there are.
        var date: Date?
    }

    private var entries: [Entry]
    private var index = 0

    /// - Parameter names: built-in maps and files; none means seed.
    init(_ names: [String]) throws {
        entries = try (names.isEmpty ? ["seed"] : names).map { name in
            let isBuiltin = MoodMap.builtin.contains { $0.name == name }
            return Entry(name: name, map: try MapFile.map(name), date: isBuiltin ? nil : MapChoice.date(of: name))
        }
    }

    var current: MoodMap { entries[index].map }
    var all: [MoodMap] { entries.map(\.map) }

    /// The map to go on with, when it is another one than before.
    /// - Parameter turns: how often the next map was asked for.
    mutating func changed(turns: Int, notice: (String) -> Void) -> MoodMap? {
        let before = current
        for entry in entries.indices { reread(entry, notice) }
        if turns > 0, entries.count > 1 {
            index = (index + turns) % entries.count
            notice("map \(entries[index].name)")
        } else if turns > 0 {
            notice("only one map; give --map twice to compare")
        }
        return current == before ? nil : current
    }

    private mutating func reread(_ entry: Int, _ notice: (String) -> Void) {
        let name = entries[entry].name
        guard let date = entries[entry].date, let now = MapChoice.date(of: name), now != date else { return }
        entries[entry].date = now
        do {
            entries[entry].map = try MapFile.map(name)
            notice("map \(name) read again")
        } catch {
            notice("\(error); the old map plays on")
        }
    }

    private static func date(of name: String) -> Date? {
        try? FileManager.default.attributesOfItem(atPath: name)[.modificationDate] as? Date
    }
}
