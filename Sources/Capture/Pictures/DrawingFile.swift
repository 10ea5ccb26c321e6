import CSystem
import Glibc

/// Writes one drawing: FILE.svg as it is, FILE.png through an installed rsvg-convert. The file's place is taken at once, under
/// a temporary name beside the target, so that a folder that cannot be written to, or a missing converter, is known before the
/// drawing is made; it gets its name when it is complete.
public final class DrawingFile {
    private static let operation = "write picture"
    /// Twice the natural width of our plots, for screens of high resolution.
    private static let widthOfPNG = 1920
    private let path: String
    private let partPath: String
    /// What makes a PNG of the drawing, nil when it stays as it is.
    private let converter: String?
    private var descriptor: Int32

    /// What the names of drawings end in, in lower case.
    public static let extensions = [".svg", ".png"]

    public convenience init(path: String) throws(LeitmotifError) { try self.init(path: path, converter: "rsvg-convert") }

    /// - Parameter converter: the program that is asked for a PNG.
    init(path: String, converter: String) throws(LeitmotifError) {
        let name = lastName(path)
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            throw LeitmotifError(.unsupported, Self.operation, path, "something that is not a file has this name", next: "choose another name")
        }
        self.path = path
        self.converter = name.lowercased().hasSuffix(".png") ? converter : nil
        // Numbered by the process: two programs that write the same picture at once do not meet.
        partPath = String(path.utf8.dropLast(name.utf8.count))! + ".\(name).\(getpid()).part"
        if let converter = self.converter { _ = try Self.output(of: converter, ["--version"], for: path) }
        unlink(partPath)
        descriptor = system_open(partPath, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else {
            let next = -descriptor == ENOENT ? "make the folder first" : "choose a folder that can be written to"
            throw LeitmotifError(.system(descriptor), Self.operation, path, systemText(descriptor), next: next)
        }
    }

    /// Writes the drawing and gives the file its name, replacing what had it. To be called once.
    public func finish(svg: String) throws(LeitmotifError) {
        try fill(Array(svg.utf8))
        if let converter { try fill(png(by: converter)) }
        let closed = close(descriptor)
        descriptor = -1
        guard closed == 0, rename(partPath, path) == 0 else {
            let cause = systemText(errno)
            unlink(partPath)
            throw failure(cause)
        }
    }

    /// The file's bytes, instead of those that it had.
    private func fill(_ bytes: [UInt8]) throws(LeitmotifError) {
        guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else { throw failure(systemText(errno)) }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress! + written, bytes.count - written) }
            guard count >= 0 || errno == EINTR else { throw failure(systemText(errno)) }
            written += max(0, count)
        }
    }

    /// What the converter makes of the drawing, which lies in the file.
    private func png(by converter: String) throws(LeitmotifError) -> [UInt8] {
        let arguments = ["--format", "png", "--width", "\(Self.widthOfPNG)", "--keep-aspect-ratio", "--", partPath]
        let (bytes, complaint) = try Self.output(of: converter, arguments, for: path)
        // The last chunk of every PNG: without it the converter ended early.
        guard bytes.suffix(8) == [0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82] else {
            throw LeitmotifError(
                .failed, Self.operation, path, "\(converter) cannot draw it" + (complaint.isEmpty ? "" : " (\(complaint))"), next: "name it .svg")
        }
        return bytes
    }

    private static func output(
        of converter: String, _ arguments: [String], for path: String
    ) throws(LeitmotifError) -> (bytes: [UInt8], complaint: String) {
        let child = try ChildProcess(
            converter, arguments, package: "librsvg2-bin fonts-dejavu-core, or name it .svg", for: operation, of: path)
        let stream = ByteStream(descriptor: child.output)
        var bytes: [UInt8] = []
        while let byte = stream.byte() { bytes.append(byte) }
        return (bytes, child.complaint)
    }

    private func failure(_ cause: String) -> LeitmotifError {
        LeitmotifError(.full, Self.operation, path, cause, next: "make room on the disk or write elsewhere")
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        unlink(partPath)
    }
}
