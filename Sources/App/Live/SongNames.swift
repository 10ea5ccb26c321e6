import ArgumentParser
import Capture
import FoundationEssentials
import Glibc

/// The songs of a session in their order, as `--song` names them: files, the built-in theme, and folders.
struct SongNames {
    /// What a folder is searched for.
    static let suffixes = [
        "wav", "flac", "ogg", "oga", "opus", "mp3", "aif", "aiff", "aifc", "caf", "m4a", "aac", "wma", "w64", "rf64",
    ]

    /// At least one.
    let all: [String]
    /// Of each folder, for people.
    private(set) var remarks: [String] = []

    /// - Parameter given: none is the theme.
    /// - Throws: when a folder cannot be read, or holds no song.
    init(_ given: [String]) throws {
        var all: [String] = []
        for name in given.isEmpty ? ["theme"] : given {
            guard name != "theme", SongNames.isFolder(name) else {
                all.append(name)
                continue
            }
            let (songs, others) = try SongNames.songs(in: name)
            all += songs
            let passed = others == 0 ? "" : "; \(others) other file\(others == 1 ? " is" : "s are") passed over"
            remarks.append("\(FileName.printable(name)): \(songs.count) song\(songs.count == 1 ? "" : "s")\(passed)")
        }
        self.all = all
    }

    static func isSong(_ file: String) -> Bool { suffixes.contains(file.pathExtension.lowercased()) }

    private static func isFolder(_ name: String) -> Bool {
        var status = stat()
        return FileName.bytes(of: name, { stat($0, &status) }) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// In natural order; hidden files and folders within count as nothing.
    private static func songs(in folder: String) throws -> (songs: [String], others: Int) {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasPrefix(".") }
        } catch {
            throw LeitmotifError(.denied, "open songs", folder, "the folder cannot be read", next: "check its permissions")
        }
        let files = names.map { folder.appendingPathComponent($0) }.filter { !isFolder($0) }
        let songs = files.filter(isSong).sorted(by: comesBefore)
        guard !songs.isEmpty else {
            throw LeitmotifError(
                .notFound, "open songs", folder, "there is no song in that folder", next: "looked for files that end in \(suffixes.joined(separator: ", "))")
        }
        return (songs, files.count - songs.count)
    }

    /// As people count: `2.wav` before `10.wav`, whatever the case of letters.
    static func comesBefore(_ one: String, _ other: String) -> Bool {
        var (a, b) = (Array(one.lowercased().utf8)[...], Array(other.lowercased().utf8)[...])
        while let x = a.first, let y = b.first {
            let (digits, others) = (leadingDigits(a), leadingDigits(b))
            if digits.isEmpty || others.isEmpty {
                if x != y { return x < y }
                (a, b) = (a.dropFirst(), b.dropFirst())
                continue
            }
            let (number, second) = (digits.drop { $0 == 48 }, others.drop { $0 == 48 })
            if number.count != second.count { return number.count < second.count }
            if !number.elementsEqual(second) { return number.lexicographicallyPrecedes(second) }
            (a, b) = (a.dropFirst(digits.count), b.dropFirst(others.count))
        }
        return a.count == b.count ? one < other : a.count < b.count
    }

    private static func leadingDigits(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> { bytes.prefix { (48...57).contains($0) } }
}
