import CKernel
import Glibc

/// A regular file, open for reading; closed on deinit. Anything else at a path (a folder, a pipe that would block, a device) is
/// refused.
struct ReadableFile: ~Copyable {
    let descriptor: Int32
    let byteCount: Int

    init(_ path: String, for operation: String) throws(LeitmotifError) {
        // O_NONBLOCK: opening a pipe without a writer would block for ever; for regular files it changes nothing.
        let descriptor = FileName.bytes(of: path) { system_open($0, O_RDONLY | O_NONBLOCK, 0) }
        guard descriptor >= 0 else {
            var next = -descriptor == ENOENT ? "check the spelling and the folder" : "check the file and its permissions"
            if path.utf8.contains(UInt8(ascii: ":")), path.contains("://") { next = "download it first: only files are opened" }
            throw LeitmotifError(.system(descriptor), operation, path, systemText(descriptor), next: next)
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            let isFolder = status.st_mode & S_IFMT == S_IFDIR
            close(descriptor)
            let cause = isFolder ? "it is a folder" : "it is not a regular file"
            let next = isFolder ? "name a file in it" : "save what it delivers in a file, and name that"
            throw LeitmotifError(.unsupported, operation, path, cause, next: next)
        }
        guard status.st_size > 0 else {
            close(descriptor)
            throw LeitmotifError(.damaged, operation, path, "the file is empty", next: "copy or download it again")
        }
        self.descriptor = descriptor
        byteCount = Int(status.st_size)
    }

    /// Up to `bytes.count` bytes from the start of the file, to recognise its type; the position stays.
    func peek(into bytes: UnsafeMutableRawBufferPointer) -> Int { max(0, pread(descriptor, bytes.baseAddress, bytes.count, 0)) }

    /// Gives up the descriptor; the caller closes it.
    consuming func release() -> Int32 {
        let descriptor = self.descriptor
        discard self
        return descriptor
    }

    deinit { close(descriptor) }
}

/// The whole of a regular file of at most `limit` bytes.
func readFile(_ path: String, for operation: String, limit: Int, into bytes: Bytes) throws(LeitmotifError) {
    let file = try ReadableFile(path, for: operation)
    guard file.byteCount <= limit else {
        throw LeitmotifError(
            .outOfRange, operation, path, "\(file.byteCount) bytes are more than the limit of \(limit)",
            next: "use a smaller file")
    }
    bytes.reserve(file.byteCount)
    bytes.count = 0
    while bytes.count < file.byteCount {
        let got = read(file.descriptor, bytes.base + bytes.count, file.byteCount - bytes.count)
        if got < 0 && errno == EINTR { continue }
        guard got >= 0 else { throw LeitmotifError(.system(errno), operation, path, systemText(errno), next: "check the disk") }
        if got == 0 { break }
        bytes.count += got
    }
}

/// A descriptor, closed with its last reference.
final class OwnedDescriptor {
    let descriptor: Int32
    init(_ descriptor: Int32) { self.descriptor = descriptor }
    deinit { close(descriptor) }
}

/// The size in bytes; 0 for what has none.
func bytesOfFile(_ descriptor: Int32) -> Int {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
}

/// The names in a folder, unordered; none when it cannot be read.
func entries(_ path: String) -> [String] {
    guard let folder = FileName.bytes(of: path, opendir) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
        names.append(withUnsafeBytes(of: &entry.pointee.d_name) { FileName.text($0.prefix { $0 != 0 }) })
    }
    return names
}
