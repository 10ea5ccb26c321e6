import Glibc

/// Which contents a file has, without reading them. Links are followed, so another target counts as another file; two edits
/// within one second differ, and so do a file and its copy that an editor puts in its place.
struct FileStamp: Equatable {
    private let device: dev_t
    private let number: ino_t
    private let bytes: off_t
    private let written: [Int]

    /// Nil when there is no such file. A pipe has no contents that could be read again.
    init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        device = status.st_dev
        number = status.st_ino
        bytes = status.st_size
        // The second pair cannot be set back, as tools that copy files do with the first.
        written = [status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec, status.st_ctim.tv_nsec]
    }
}
