import Glibc

/// Where analyses of songs are kept: the cache of `UserFolders`. Nothing here fails: what cannot be read or written is analysed
/// again.
struct SongAnalysisCache {
    private static let largestBytes = 16 << 20
    private let path: String?
    /// What a hand has corrected lies beside it.
    var tap: TapFile { TapFile(path: path.map { $0.dropLast(4) + "tap" }) }

    /// - Parameters:
    ///   - song: the file; a digest of its bytes is the key.
    ///   - folder: nil for nowhere.
    init(song: String, folder: String?) {
        guard let folder, let digest = SongAnalysisCache.digest(of: song) else {
            path = nil
            return
        }
        path = "\(folder)/\(String(digest, radix: 16)).song"
    }

    func load() -> SongAnalysis? {
        guard let path, let bytes = SongAnalysisCache.bytes(of: path) else { return nil }
        return SongAnalysis(parsing: String(decoding: bytes, as: UTF8.self))
    }

    func save(_ analysis: SongAnalysis) {
        if let path { SongAnalysisCache.replace(path, by: analysis.text) }
    }

    /// Written under a temporary name and then renamed, so that nobody reads half a file.
    /// - Parameter text: nil removes it.
    static func replace(_ path: String, by text: String?) {
        guard var text else {
            unlink(path)
            return
        }
        // Each may exist already.
        for end in path.indices.dropFirst() where path[end] == "/" { mkdir(String(path[..<end]), 0o755) }
        let draft = "\(path).\(getpid())"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { return }
        let isWhole = text.withUTF8 { write(descriptor, $0.baseAddress, $0.count) == $0.count }
        close(descriptor)
        if !isWhole || rename(draft, path) != 0 { unlink(draft) }
    }

    static func digest(of path: String) -> UInt64? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var digest = SongDigest()
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0 { return nil }
            if count == 0 { return digest.value }
            digest.take(count == buffer.count ? buffer : Array(buffer[..<count]))
        }
    }

    static func bytes(of path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < largestBytes {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0 { return nil }
            if count == 0 { return bytes }
            bytes.append(contentsOf: buffer[..<count])
        }
        return nil
    }
}
