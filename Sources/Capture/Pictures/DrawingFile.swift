import CKernel
import Glibc

/// Writes one drawing: FILE.svg as it is, FILE.png through an installed rsvg-convert. A temporary file beside the target is
/// created at once, so that an unwritable folder or a missing converter is known before the drawing is made; it gets its final
/// name when it is complete.
public final class DrawingFile {
    private static let operation = "write picture"
    /// Twice the natural width of our plots, for high-resolution screens.
    private static let widthOfPNG = 1920
    private let path: String
    private let partPath: String
    /// The program that makes a PNG of the drawing; nil for SVG.
    private let converter: String?
    private var descriptor: Int32

    /// The file extensions of drawings, in lower case.
    public static let extensions = [".svg", ".png"]

    /// Reserves the file.
    /// - Throws: when the folder cannot be written to, the name is taken by something else, or the converter is missing.
    public convenience init(path: String) throws(LeitmotifError) { try self.init(path: path, converter: "rsvg-convert") }

    /// - Parameter converter: the program that makes a PNG.
    init(path: String, converter: String) throws(LeitmotifError) {
        let name = lastName(path)
        try checkTarget(path, Self.operation)
        self.path = followingLinks(path)
        self.converter = name.lowercased().hasSuffix(".png") ? converter : nil
        // With the process id, so that two programs can write the same picture at once.
        partPath = String(path.utf8.dropLast(name.utf8.count))! + ".\(name).\(getpid()).part"
        if let converter = self.converter { _ = try Self.output(of: converter, ["--version"], for: path) }
        unlink(partPath)
        descriptor = system_open(partPath, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else {
            throw refusedTarget(-descriptor, Self.operation, path)
        }
    }

    /// Writes the drawing and gives the file its final name, replacing an existing file. To be called once.
    /// - Throws: when the disk is full or the converter fails; nothing is left then.
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

    /// Replaces the contents of the temporary file.
    private func fill(_ bytes: [UInt8]) throws(LeitmotifError) {
        guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else { throw failure(systemText(errno)) }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress! + written, bytes.count - written) }
            guard count >= 0 || errno == EINTR else { throw failure(systemText(errno)) }
            written += max(0, count)
        }
    }

    /// The drawing in the temporary file, as PNG.
    private func png(by converter: String) throws(LeitmotifError) -> [UInt8] {
        let arguments = ["--format", "png", "--width", "\(Self.widthOfPNG)", "--keep-aspect-ratio", "--", partPath]
        let (bytes, complaint) = try Self.output(of: converter, arguments, for: path)
        // The last chunk of every PNG: without it the converter ended early.
        guard bytes.suffix(8) == [0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82] else {
            let cause = "\(converter) cannot draw it" + (complaint.isEmpty ? "" : " (\(complaint))")
            throw LeitmotifError(.failed, Self.operation, path, cause, next: "name it .svg")
        }
        return bytes
    }

    private static func output(
        of converter: String, _ arguments: [String], for path: String
    ) throws(LeitmotifError) -> (bytes: [UInt8], complaint: String) {
        let child = try ChildProcess(
            converter, arguments, package: "librsvg2-bin fonts-dejavu-core, or name it .svg", for: operation, of: path)
        let stream = ByteStream(descriptor: child.output, patience: Patience())
        var bytes: [UInt8] = []
        while let byte = stream.byte() { bytes.append(byte) }
        guard stream.failure == 0 else {
            throw LeitmotifError(.failed, operation, path, "\(converter) has not answered for ten seconds", next: "name it .svg")
        }
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
