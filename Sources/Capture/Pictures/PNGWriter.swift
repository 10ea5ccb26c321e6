import CPictures
import CSystem
import Glibc

/// Writes one colour picture as a PNG. The file's place is taken at once, under a temporary name beside the target, so that
/// a folder that cannot be written to is known before the picture is made; it gets its name when it is complete.
public final class PNGWriter {
    static let operation = "write picture"
    private let path: String
    private let partPath: String
    private var file: UnsafeMutablePointer<FILE>?

    public init(path: String) throws(CaptureError) {
        let name = lastName(path)
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            throw CaptureError(Self.operation, path, "something that is not a file has this name", next: "choose another name")
        }
        self.path = path
        // Numbered by the process: two programs that write the same picture at once do not meet.
        partPath = String(path.utf8.dropLast(name.utf8.count))! + ".\(name).\(getpid()).part"
        unlink(partPath)
        let descriptor = system_open(partPath, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else {
            let next = -descriptor == ENOENT ? "make the folder first" : "choose a folder that can be written to"
            throw CaptureError(Self.operation, path, systemText(descriptor), next: next)
        }
        file = fdopen(descriptor, "wb")
    }

    /// Writes the picture and gives the file its name, replacing what had it. To be called once.
    /// - Parameter rgb: `width * height * 3` bytes, row after row; each side 1 … 16,384.
    public func finish(rgb: UnsafePointer<UInt8>, width: Int, height: Int) throws(CaptureError) {
        try PictureLimits.check(width: width, height: height, for: Self.operation, of: path)
        guard let file else { return }
        var image = png_image()
        image.version = UInt32(PNG_IMAGE_VERSION)
        image.width = UInt32(width)
        image.height = UInt32(height)
        image.format = UInt32(PNG_FORMAT_RGB)
        defer { png_image_free(&image) }
        guard png_image_write_to_stdio(&image, file, 0, rgb, Int32(width * 3), nil) != 0 else {
            let text = withUnsafeBytes(of: &image.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            throw failure("libpng cannot write it (\(text))")
        }
        self.file = nil
        // What libpng wrote may wait in the buffer: only now does a full disk show.
        guard fclose(file) == 0, rename(partPath, path) == 0 else {
            let cause = systemText(errno)
            unlink(partPath)
            throw failure(cause)
        }
    }

    private func failure(_ cause: String) -> CaptureError {
        CaptureError(Self.operation, path, cause, next: "make room on the disk or write elsewhere")
    }

    deinit {
        guard let file else { return }
        fclose(file)
        unlink(partPath)
    }
}
