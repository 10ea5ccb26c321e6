import FoundationEssentials
import Glibc
import Page

/// The songs that the page offers: the built-in one, those named at the start, and what lies in the folder of the one that plays.
struct SongList {
    private static let most = 200

    private var names = ["theme"]

    /// - Parameter names: as given, `theme` or files.
    init(naming names: [String]) { for name in names { add(name) } }

    mutating func add(_ name: String) { if !names.contains(name) { names.append(name) } }

    /// - Parameter name: the song that plays.
    func songs(beside name: String) -> [PageSong] {
        var all = names
        if name != "theme" {
            let folder = name.deletingLastPathComponent
            let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
            for file in files.sorted() where SongNames.isSong(file) {
                let path = folder.appendingPathComponent(file)
                if !all.contains(path) { all.append(path) }
            }
        }
        return all.prefix(SongList.most).map { PageSong(name: $0, label: SongList.label($0)) }
    }

    /// For people: the file's name without its suffix.
    static func label(_ name: String) -> String { name.lastPathComponent.deletingPathExtension }
}
