import Capture
import Glibc
import Tensor

/// What a record says of how its session was made, beside what happened: whether it can be rendered again as it was is seen from this.
public struct RecordHead: Sendable {
    /// Name and version.
    public var program: String
    /// The processor level that the program was built for.
    public var level = ProcessorLevel.words
    /// Output frames rendered at a time.
    public var blockFrames: Int
    /// How many songs the player had ready: with more than one, what it plays goes through one more limiter.
    public var songCount = 1
    /// Every map that could be selected, by its name and the text of its file.
    public var maps: [(name: String, text: String)] = []
    /// The files with which faces were found and read.
    public var weights: [String] = []

    /// The rest is set afterwards.
    public init(program: String, blockFrames: Int) {
        self.program = program
        self.blockFrames = blockFrames
    }
}

/// A file that a session was made with, as it was then.
public struct RecordedFile: Equatable, Sendable {
    /// What it was for.
    public enum Kind: String, Sendable, CaseIterable {
        case song, map, weights
    }

    /// What it was for.
    public var kind: Kind
    /// A path, a map's name, or `theme`.
    public var name: String
    /// Of its bytes, 16 hexadecimal digits: tells files apart, does not withstand forgery.
    public var digest: String

    /// A file as given.
    public init(_ kind: Kind, name: String, digest: String) { (self.kind, self.name, self.digest) = (kind, name, digest) }

    /// - Parameter song: as records name songs: `theme`, or a path.
    /// - Returns: nil for what is no file, or cannot be read.
    public static func digest(ofSong song: String) -> String? {
        if song != "theme" { return digest(ofFile: song) }
        return (try? Home.path(of: "Resources/theme.ogg")).flatMap(digest(ofFile:))
    }

    static func digest(ofFile path: String) -> String? {
        var status = stat()
        // A pipe could be waited for without end.
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return SongAnalysisCache.digest(of: path).map(words)
    }

    static func digest(ofText text: String) -> String {
        var digest = SongDigest()
        digest.take(Array(text.utf8))
        return words(digest.value)
    }

    private static func words(_ digest: UInt64) -> String {
        let digits = String(digest, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
