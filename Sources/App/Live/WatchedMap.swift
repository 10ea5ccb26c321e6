import Foundation
import Mood

/// A map file that is read again when it changes on disk; a mistake in it is told and the old map plays on.
struct WatchedMap {
    private let name: String
    private var date: Date?

    init(name: String) {
        self.name = name
        // A built-in map does not change, whatever files of its name there are.
        date = MoodMap.builtin.contains { $0.name == name } ? nil : WatchedMap.date(of: name)
    }

    mutating func changed(from mapping: ParameterMapping, notice: (String) -> Void) -> ParameterMapping? {
        guard date != nil, let now = WatchedMap.date(of: name), now != date else { return nil }
        date = now
        do {
            var fresh = mapping
            fresh.map = try MapFile.map(name)
            notice("map \(name) read again")
            return fresh
        } catch {
            notice("\(error); the old map plays on")
            return nil
        }
    }

    private static func date(of name: String) -> Date? {
        try? FileManager.default.attributesOfItem(atPath: name)[.modificationDate] as? Date
    }
}
