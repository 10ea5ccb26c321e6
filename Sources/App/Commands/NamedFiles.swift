import ArgumentParser
import Capture
import FoundationEssentials
import Glibc
import Mood
import Session

/// The files that a command line names, and what each is for: what is read may not be written over, and nothing is written
/// twice. A song named twice by mistake would be lost at the end.
struct NamedFiles {
    private struct Entry {
        let option: String
        let name: String
        let places: [FilePlace]
        var printable: String { FileName.printable(name) }
    }

    private var read: [Entry] = []
    private var written: [Entry] = []

    /// - Parameter name: nil and names that are no file's are passed over.
    mutating func reads(_ option: String, _ name: String?) {
        guard let name, !name.isEmpty else { return }
        read.append(Entry(option: option, name: name, places: [FilePlace(of: name)]))
    }

    /// - Parameter name: nil is passed over.
    mutating func writes(_ option: String, _ name: String?) {
        guard let name, !name.isEmpty else { return }
        written.append(Entry(option: option, name: name, places: [FilePlace(of: name)]))
    }

    /// A sound file, with the temporary one beside it.
    mutating func writesSound(_ option: String, _ name: String) {
        let places = [FilePlace(of: name), FilePlace(of: SoundFileWriter.partPath(of: name))]
        written.append(Entry(option: option, name: name, places: places))
    }

    /// A song, `theme` or a file, with the beat grid beside it.
    mutating func readsSong(_ option: String, _ song: String?) {
        guard let song else { return }
        let path = song == "theme" ? try? Home.path(of: "Resources/theme.ogg") : song
        reads(option, path)
        reads("the beat grid of \(option)", path.flatMap(BeatGridFile.path(besideSong:)))
    }

    /// A map, with the songs of its moods: a built-in one is no file.
    mutating func readsMap(_ option: String, _ name: String) {
        guard !MoodMap.builtin.contains(where: { $0.name == name }) else { return }
        reads(option, name)
        // What is wrong with it is said where it is read.
        guard let map = try? MapFile.map(name) else { return }
        for song in map.songs.values.sorted() { readsSong("a song of \(option)", song) }
    }

    /// A source of pictures; cameras and folders are no files.
    mutating func readsPictures(_ option: String, _ name: String?) {
        guard let name, !["actor", RpicamCamera.name, "-"].contains(name), Int(name) == nil else { return }
        reads(option, name)
    }

    /// The calibration and the weights.
    mutating func reads(_ faces: FaceOptions) {
        reads("--calibration", faces.calibration.flatMap { try? CalibrationFile.path(of: $0) })
        reads("--weights", faces.weights)
    }

    /// - Throws: a line that names both options.
    func check() throws {
        for (index, output) in written.enumerated() {
            if let input = read.first(where: { $0.places.contains(where: output.places.contains) }) {
                throw ValidationError(
                    "\(output.option) \(output.printable): that is \(input.option) too and would be overwritten; choose another name")
            }
            if let other = written[..<index].first(where: { $0.places.contains(where: output.places.contains) }) {
                throw ValidationError(
                    "\(output.option) \(output.printable): that is \(other.option) \(other.printable) too, and a file holds one of them; "
                        + "name each once")
            }
        }
    }
}

/// Which file a name leads to, whatever links and dots are on the way.
enum FilePlace: Equatable {
    case existing(device: dev_t, number: ino_t)
    /// Not there yet: its folder, and its name in it.
    case new(device: dev_t, folder: ino_t, name: [UInt8])
    /// Its folder is not there either, or it is a device, which any number of options may share.
    case unknown(String)

    init(of path: String) {
        self.init(of: path, following: 16)
    }

    /// - Parameter links: the most links to what is not there yet that are followed.
    private init(of path: String, following links: Int) {
        var status = stat()
        if stat(path, &status) == 0 {
            let isFile = status.st_mode & S_IFMT == S_IFREG
            self = isFile ? .existing(device: status.st_dev, number: status.st_ino) : .unknown(UUID().uuidString)
            return
        }
        let folder = path.deletingLastPathComponent
        if links > 0, let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) {
            self.init(of: target.hasPrefix("/") || folder.isEmpty ? target : "\(folder)/\(target)", following: links - 1)
            return
        }
        guard stat(folder.isEmpty ? "." : folder, &status) == 0 else {
            // `b/../a.wav` without a folder b: what is meant is beside it.
            let plain = URL(fileURLWithPath: path).standardizedFileURL.path
            if plain == path || links == 0 { self = .unknown(plain) } else { self.init(of: plain, following: links - 1) }
            return
        }
        self = .new(device: status.st_dev, folder: status.st_ino, name: Array(path.lastPathComponent.utf8))
    }
}
