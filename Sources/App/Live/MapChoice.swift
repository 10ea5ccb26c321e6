import Capture
import Mood
import Session

/// The maps given to a session. Files among them are reloaded when they change on disk.
struct MapChoice {
    private struct Entry {
        let name: String
        var map: MoodMap
        /// Nil for a built-in map, which never changes, even if a file has its name.
        var stamp: FileStamp?
    }

    private var entries: [Entry]

    /// - Parameter names: built-in maps and files; none means seed and drama.
    init(_ names: [String]) throws {
        entries = try (names.isEmpty ? ["seed", "drama"] : names).map { name in
            let isBuiltin = MoodMap.builtin.contains { $0.name == name }
            // Before it is read: whatever is written meanwhile is then read again.
            let stamp = isBuiltin ? nil : FileStamp(of: name)
            return Entry(name: name, map: try MapFile.map(name), stamp: stamp)
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

    /// Reloads the files that changed since the last call: `mapEdited` or `mapDamaged` for each. One that is gone for a moment,
    /// as while an editor replaces it, is asked for again by the next call.
    mutating func edits() -> [Fact] {
        entries.indices.compactMap { index in
            let name = entries[index].name
            guard let stamp = entries[index].stamp, let now = FileStamp(of: name), now != stamp else { return nil }
            do {
                entries[index].map = try MapFile.map(name)
                entries[index].stamp = now
                nameApart(index)
                return .mapEdited(index: index, entries[index].map)
            } catch {
                if (error as? LeitmotifError)?.kind == .notFound { return nil }
                entries[index].stamp = now
                return .mapDamaged("\(error)")
            }
        }
    }
}
