import Glibc
import Tensor

/// Picture files one after another, each lasting `secondsPerPicture` on the time line.
public final class PictureFiles: FrameSource {
    /// How long each picture lasts.
    public let frameSeconds: Double?
    /// True.
    public let isRewindable = true
    private let paths: [String]
    private let decoder: PictureDecoder
    private var index = 0

    /// The files are opened one by one, by `next`.
    /// - Parameter patience: for ffmpeg, where a picture needs it.
    /// - Throws: when `paths` is empty.
    public init(_ paths: [String], secondsPerPicture: Double = 3, patience: Patience = Patience()) throws(LeitmotifError) {
        guard !paths.isEmpty else {
            throw LeitmotifError(.notFound, "open pictures", "(none)", "there is no picture to show", next: "name at least one")
        }
        self.paths = paths
        frameSeconds = secondsPerPicture
        decoder = PictureDecoder(patience: patience)
    }

    /// Throws for a picture that cannot be decoded; the following call goes on with the one after it.
    public func next(into plane: inout LumaPlane) throws(LeitmotifError) -> FrameStamp? {
        guard index < paths.count else { return nil }
        index += 1
        try decoder.decode(paths[index - 1], into: &plane)
        return FrameStamp(seconds: Double(index - 1) * (frameSeconds ?? 0), name: lastName(paths[index - 1]))
    }

    /// The first picture is next again.
    public func rewind() { index = 0 }
}

/// The pictures in a folder, sorted by the bytes of their names. Hidden files, folders and whatever does not start like a picture
/// are skipped; so are pictures that cannot be decoded, as long as one can be shown: these are counted.
public final class PictureFolder: FrameSource {
    /// How long each picture lasts.
    public var frameSeconds: Double? { files.frameSeconds }
    /// True.
    public let isRewindable = true
    private let files: PictureFiles
    private var shown = 0
    private var leftOut: [LeitmotifError] = []
    /// How many pictures were left out, and why the first of them; known after a pass.
    public private(set) var damage: SourceDamage?

    /// Lists the folder once.
    /// - Parameter patience: for ffmpeg, where a picture needs it.
    /// - Throws: when it cannot be read or holds no picture.
    public init(_ path: String, secondsPerPicture: Double = 3, patience: Patience = Patience()) throws(LeitmotifError) {
        let paths = try Self.pictures(in: path)
        guard !paths.isEmpty else {
            throw LeitmotifError(
                .notFound, "open folder", path, "there is no picture in it", next: "name a folder of pictures")
        }
        files = try PictureFiles(paths, secondsPerPicture: secondsPerPicture, patience: patience)
    }

    private static func pictures(in path: String) throws(LeitmotifError) -> [String] {
        guard FileName.bytes(of: path, { access($0, R_OK | X_OK) }) == 0 else {
            throw LeitmotifError(
                .system(errno), "open folder", path, systemText(errno), next: "check the name and the permissions")
        }
        let names = entries(path).filter { !$0.hasPrefix(".") }
        let prefix = path.utf8.last == UInt8(ascii: "/") ? path : path + "/"
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { prefix + $0 }
            .filter { if case .picture? = kindOfFile($0) { true } else { false } }
    }

    /// The next picture that can be decoded; throws only when none in the folder can.
    public func next(into plane: inout LumaPlane) throws(LeitmotifError) -> FrameStamp? {
        while true {
            do throws(LeitmotifError) {
                guard let stamp = try files.next(into: &plane) else { break }
                // Damaged pictures take no time: the time line counts what is shown.
                shown += 1
                return FrameStamp(seconds: Double(shown - 1) * (frameSeconds ?? 0), name: stamp.name)
            } catch {
                guard error.kind != .interrupted else { throw error }
                leftOut.append(error)
            }
        }
        guard let first = leftOut.first else { return nil }
        guard shown > 0 else { throw first }
        let words = "\(leftOut.count) of \(leftOut.count + shown) pictures left out"
        let which = leftOut.count > 1 ? ", the first of them " : ": "
        damage = SourceDamage(words: words + which + "\(lastName(first.value)): \(first.cause)", endsEarly: false)
        return nil
    }

    /// The first picture is next again.
    public func rewind() {
        files.rewind()
        shown = 0
        leftOut = []
    }
}
