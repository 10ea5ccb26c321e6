/// Beside a song's analysis: by how many source frames its beats are moved by hand. Nothing here fails: what cannot be read is none,
/// what cannot be written is forgotten.
struct TapFile {
    private static let head = "leitmotif-tap 1"
    /// A day at 384 kHz; more is a damaged file.
    private static let mostFrames = 86_400 * 384_000.0

    /// Nil without a cache.
    let path: String?

    func load() -> Double? {
        guard let path, let bytes = SongAnalysisCache.bytes(of: path) else { return nil }
        return TapFile.frames(parsing: String(decoding: bytes, as: UTF8.self))
    }

    /// - Parameter frames: nil removes the file.
    func keep(_ frames: Double?) {
        guard let path else { return }
        SongAnalysisCache.replace(path, by: frames.map(TapFile.text))
    }

    static func text(_ frames: Double) -> String { "\(head)\nframes \(frames)\n" }

    static func frames(parsing text: String) -> Double? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 3, lines[0] == head, lines[1].hasPrefix("frames "), lines[2].isEmpty,
            let frames = Double(lines[1].dropFirst(7)), abs(frames) <= mostFrames
        else { return nil }
        return frames
    }
}
