import Glibc
import Tensor

/// Picture files one after another, each lasting `secondsPerPicture` on the time line.
public final class PictureFiles: FrameSource {
    public let frameSeconds: Double?
    public let isRewindable = true
    private let paths: [String]
    private let decoder = PictureDecoder()
    private var index = 0

    public init(_ paths: [String], secondsPerPicture: Double = 3) throws(LeitmotifError) {
        guard !paths.isEmpty else {
            throw LeitmotifError(.notFound, "open pictures", "(none)", "there is no picture to show", next: "name at least one")
        }
        self.paths = paths
        frameSeconds = secondsPerPicture
    }

    /// A picture that cannot be decoded throws and is passed over by the following call.
    public func next(into plane: inout LumaPlane) throws(LeitmotifError) -> FrameStamp? {
        guard index < paths.count else { return nil }
        index += 1
        try decoder.decode(paths[index - 1], into: &plane)
        return FrameStamp(seconds: Double(index - 1) * (frameSeconds ?? 0), name: lastName(paths[index - 1]))
    }

    public func rewind() { index = 0 }
}

/// The pictures of a folder in the order of their names' bytes. Hidden files, folders and whatever is not a picture by its
/// first bytes are passed over; so are pictures that turn out to be damaged, as long as one can be shown.
public final class PictureFolder: FrameSource {
    public var frameSeconds: Double? { files.frameSeconds }
    public let isRewindable = true
    private let files: PictureFiles
    private var shown = 0

    public init(_ path: String, secondsPerPicture: Double = 3) throws(LeitmotifError) {
        let paths = try Self.pictures(in: path)
        guard !paths.isEmpty else {
            throw LeitmotifError(.notFound, "open folder", path, "there is no JPEG, PNG, PGM or PPM in it", next: "name a folder of pictures")
        }
        files = try PictureFiles(paths, secondsPerPicture: secondsPerPicture)
    }

    private static func pictures(in path: String) throws(LeitmotifError) -> [String] {
        guard access(path, R_OK | X_OK) == 0 else {
            throw LeitmotifError(.system(errno), "open folder", path, systemText(errno), next: "check the name and the permissions")
        }
        let names = entries(path).filter { !$0.hasPrefix(".") }
        let prefix = path.utf8.last == UInt8(ascii: "/") ? path : path + "/"
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { prefix + $0 }.filter { kindOfFile($0) == .picture }
    }

    public func next(into plane: inout LumaPlane) throws(LeitmotifError) -> FrameStamp? {
        var damage: LeitmotifError?
        while true {
            do throws(LeitmotifError) {
                guard let stamp = try files.next(into: &plane) else { break }
                // Damaged pictures take no time: the line counts what is shown.
                shown += 1
                return FrameStamp(seconds: Double(shown - 1) * (frameSeconds ?? 0), name: stamp.name)
            } catch {
                damage = error
            }
        }
        if let damage, shown == 0 { throw damage }
        return nil
    }

    public func rewind() {
        files.rewind()
        shown = 0
    }
}
