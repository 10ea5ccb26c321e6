import CSystem
import Glibc

/// A regular file, opened for reading, closed with its owner. Whatever else may lie at a path (a folder, a pipe that
/// would block, a device) is refused with its name.
struct ReadableFile: ~Copyable {
    let descriptor: Int32
    let byteCount: Int

    init(_ path: String, for operation: String) throws(LeitmotifError) {
        // O_NONBLOCK: opening a pipe without a writer would wait for ever; it changes nothing for regular files.
        let descriptor = system_open(path, O_RDONLY | O_NONBLOCK, 0)
        guard descriptor >= 0 else {
            let next = -descriptor == ENOENT ? "check the spelling and the folder" : "check the file and its permissions"
            throw LeitmotifError(.system(descriptor), operation, path, systemText(descriptor), next: next)
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            let isFolder = status.st_mode & S_IFMT == S_IFDIR
            close(descriptor)
            throw LeitmotifError(.unsupported, operation, path, isFolder ? "it is a folder" : "it is not a regular file", next: "name a file")
        }
        guard status.st_size > 0 else {
            close(descriptor)
            throw LeitmotifError(.damaged, operation, path, "the file is empty", next: "copy or download it again")
        }
        self.descriptor = descriptor
        byteCount = Int(status.st_size)
    }

    /// Up to `bytes.count` bytes from the file's beginning, for telling its type; leaves the position alone.
    func peek(into bytes: UnsafeMutableRawBufferPointer) -> Int { max(0, pread(descriptor, bytes.baseAddress, bytes.count, 0)) }

    /// Hands the descriptor to somebody who will close it.
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
        throw LeitmotifError(.outOfRange, operation, path, "\(file.byteCount) bytes are more than the limit of \(limit)", next: "use a smaller file")
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

/// A descriptor that is closed with its last owner.
final class OwnedDescriptor {
    let descriptor: Int32
    init(_ descriptor: Int32) { self.descriptor = descriptor }
    deinit { close(descriptor) }
}

/// 0 for what has no size.
func bytesOfFile(_ descriptor: Int32) -> Int {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
}

/// The names in a folder, in no order; none when it cannot be read.
func entries(_ path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
        names.append(withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
    }
    return names
}
