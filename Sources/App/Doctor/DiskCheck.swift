import FoundationEssentials
import Glibc

/// Whether there is room for what a session writes.
struct DiskCheck {
    struct Place: Equatable {
        /// What is written there: a file's name, or the folder of the cache.
        var name: String
        var folder: String
        var isWritable: Bool
        /// For this user.
        var freeBytes: Int
        /// 0 for what does not grow.
        var bytesPerSecond: Double
    }

    var places: [Place]

    /// The worst of them.
    var finding: Finding {
        let all = places.map(DiskCheck.finding)
        return all.first { $0.verdict == .failing } ?? all.first { $0.verdict == .limited }
            ?? .good("disk", all.isEmpty ? "nothing is written" : all.map(\.cause).joined(separator: "; "))
    }

    private static func finding(_ place: Place) -> Finding {
        guard place.isWritable else {
            return .failing(
                "disk", "\(place.name): nothing can be written into \(place.folder)",
                next: "choose a folder of your own, or make it writable")
        }
        let free = place.freeBytes >= 1 << 30
            ? String(printf: "%.1f GB", Double(place.freeBytes) / 1e9) : String(printf: "%.1f MB", Double(place.freeBytes) / 1e6)
        guard place.bytesPerSecond > 0 else {
            if place.freeBytes < 1 << 20 { return .limited("disk", "\(place.folder) is full (\(free) free)", next: "make room there") }
            return .good("disk", "\(free) free in \(place.folder)")
        }
        let seconds = Double(place.freeBytes) / place.bytesPerSecond
        let words = "\(free) free in \(place.folder): \(DiskCheck.length(seconds)) of \(place.name)"
        if seconds < 60 { return .failing("disk", words, next: "make room there, or write elsewhere with --output") }
        if seconds < 3600 { return .limited("disk", words, next: "make room there, or write FILE.flac, which takes half of it") }
        return .good("disk", words)
    }

    private static func length(_ seconds: Double) -> String {
        switch seconds {
        case ..<60: String(printf: "%.0f seconds", seconds)
        case ..<3600: String(printf: "%.0f minutes", seconds / 60)
        case ..<172_800: String(printf: "%.0f hours", seconds / 3600)
        default: String(printf: "%.0f days", seconds / 86400)
        }
    }

    /// What a session with these options writes.
    /// - Parameters:
    ///   - hasCard: else the sound goes into a file of the current folder.
    ///   - rate: of the sound, in hertz.
    static func places(_ live: Live, hasCard: Bool, rate: Double, cache: String?) -> [Place] {
        var sounds = live.output.filter { OutputName($0).isFile }
        if live.output.isEmpty, !hasCard { sounds = ["leitmotif-session.wav"] }
        // Two floats a frame; FLAC of 24 bits takes about half.
        var places = sounds.map { place($0, 8 * rate * ($0.lowercased().hasSuffix(".flac") ? 0.5 : 1)) }
        // A picture is a line of some 120 bytes.
        if let record = live.record { places.append(place(record, 4000)) }
        if let cache { places.append(DiskCheck.folder(cache, "the cache", 0)) }
        return places
    }

    private static func place(_ file: String, _ bytesPerSecond: Double) -> Place {
        let folder = file.deletingLastPathComponent
        return DiskCheck.folder(folder.isEmpty ? FileManager.default.currentDirectoryPath : folder, file, bytesPerSecond)
    }

    private static func folder(_ path: String, _ name: String, _ bytesPerSecond: Double) -> Place {
        // A cache that is not there yet will be made.
        var folder = path
        while bytesPerSecond == 0, folder.count > 1, !FileManager.default.fileExists(atPath: folder) {
            folder = folder.deletingLastPathComponent
        }
        var status = statvfs()
        let isThere = statvfs(folder, &status) == 0
        return Place(
            name: name, folder: folder, isWritable: isThere && access(folder, W_OK) == 0 || bytesPerSecond == 0,
            freeBytes: isThere ? Int(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize)) : 0, bytesPerSecond: bytesPerSecond)
    }
}
