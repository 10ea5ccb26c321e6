import FoundationEssentials
import Glibc
import Page

/// The songs that the page offers: the built-in one, those named at the start, and what lies in the folder of the one that plays.
struct SongList {
    private static let suffixes: Set = [
        "wav", "flac", "ogg", "oga", "opus", "mp3", "aif", "aiff", "aifc", "caf", "m4a", "aac", "wma", "w64", "rf64",
    ]
    private static let most = 200

    private var names = ["theme"]

    /// - Parameter name: as given, `theme` or a file.
    init(naming name: String) { add(name) }

    mutating func add(_ name: String) { if !names.contains(name) { names.append(name) } }

    /// - Parameter name: the song that plays.
    func songs(beside name: String) -> [PageSong] {
        var all = names
        if name != "theme" {
            let folder = name.deletingLastPathComponent
            let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
            for file in files.sorted() where SongList.suffixes.contains(file.pathExtension.lowercased()) {
                let path = folder.appendingPathComponent(file)
                if !all.contains(path) { all.append(path) }
            }
        }
        return all.prefix(SongList.most).map { PageSong(name: $0, label: SongList.label($0)) }
    }

    /// For people: the file's name without its suffix.
    static func label(_ name: String) -> String { name.lastPathComponent.deletingPathExtension }
}
