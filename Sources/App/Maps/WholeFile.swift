import Capture
import Glibc

/// Small files that are there whole or not at all: written under a temporary name in the same folder, then renamed.
enum WholeFile {
    /// - Parameters:
    ///   - operation: what is being done, for the error: `save map`.
    ///   - next: what to do when it fails.
    /// - Throws: when the file cannot be made or the disk is full; what had the name before is then still there.
    static func write(_ text: String, to path: String, _ operation: String, next: String) throws(LeitmotifError) {
        func refusal() -> LeitmotifError {
            let code = errno
            return LeitmotifError(.system(code), operation, path, String(cString: strerror(code)), next: next)
        }
        let draft = "\(path).\(getpid()).part"
        guard let file = FileName.bytes(of: draft, { fopen($0, "we") }) else { throw refusal() }
        // Written through to the disk: after a power cut the new name must not stand for an empty file.
        let isWritten = fwrite(text, 1, text.utf8.count, file) == text.utf8.count && fflush(file) == 0 && fsync(fileno(file)) == 0
        var failure = isWritten ? 0 : errno
        if fclose(file) != 0, failure == 0 { failure = errno }
        let isRenamed = failure == 0 && FileName.bytes(of: draft) { from in FileName.bytes(of: path) { rename(from, $0) } } == 0
        guard !isRenamed else { return }
        if failure == 0 { failure = errno }
        _ = FileName.bytes(of: draft, unlink)
        errno = failure
        throw refusal()
    }

    /// Makes a folder and those above it, as far as they are missing.
    static func makeFolder(_ path: String, _ operation: String, next: String) throws(LeitmotifError) {
        for end in path.indices.dropFirst() where path[end] == "/" { mkdir(String(path[..<end]), 0o755) }
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
            let code = errno
            throw LeitmotifError(.system(code), operation, path, String(cString: strerror(code)), next: next)
        }
    }
}
