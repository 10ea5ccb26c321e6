import Capture
import FoundationEssentials
import Glibc
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

    /// Writes a map under its own name, beside the one that it was made from, and keeps it among the others.
    /// - Parameter origin: the name of that one. A file of the same name is written anew.
    /// - Returns: the fact for the session.
    /// - Throws: when another map or file has the name, or the file cannot be written.
    mutating func save(_ map: MoodMap, from origin: String) throws -> Fact {
        let from = entries.firstIndex { $0.map.name == origin }
        let known = entries.firstIndex { $0.map.name == map.name }
        if let index = known, index == from, entries[index].stamp != nil {
            return try write(map, to: entries[index].name, at: index)
        }
        guard known == nil, !MoodMap.builtin.contains(where: { $0.name == map.name }) else {
            throw LeitmotifError(.busy, "save map", map.name, "another map has that name", next: "choose another name")
        }
        let path = try folder(of: from) + "/\(map.name).toml"
        guard !FileManager.default.fileExists(atPath: path) else {
            throw LeitmotifError(.busy, "save map", path, "there is such a file already", next: "choose another name")
        }
        return try write(map, to: path, at: entries.count)
    }

    private mutating func write(_ map: MoodMap, to path: String, at index: Int) throws -> Fact {
        try WholeFile.write(MapFile.text(map), to: path, "save map", next: "make that folder writable")
        // What was written is what plays: the file is read again only when somebody else changes it.
        let entry = Entry(name: path, map: map, stamp: FileStamp(of: path))
        if index == entries.count { entries.append(entry) } else { entries[index] = entry }
        return .mapSaved(index: index, map, path: path)
    }

    /// That of the map it was made from, else of any other file, else the user's own.
    private func folder(of index: Int?) throws -> String {
        let files = (index.map { [entries[$0]] } ?? []) + entries
        if let file = files.first(where: { $0.stamp != nil }) {
            let folder = file.name.deletingLastPathComponent
            return folder.isEmpty ? "." : folder
        }
        let folder = try MapFile.userFolder()
        try? WholeFile.makeFolder(folder, "save map", next: "")
        return folder
    }

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
