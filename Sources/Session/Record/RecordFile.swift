import Capture
import Glibc

/// The file of a session's record, locked against a second session; closed on deinit.
///
/// It grows under its final name, so that it can be read, and is valid wherever it is cut, while the session runs. What had that
/// name before, an older record, lasts until there is something to replace it with.
struct RecordFile: ~Copyable {
    /// How long the reader of a pipe may take nothing.
    private static let patienceMilliseconds: Int32 = 2000

    private let descriptor: Int32
    private let path: String
    private let isRegular: Bool
    /// Made by us: goes away again if the session never begins.
    private let isNew: Bool
    private var isFirst = true

    /// - Throws: when it cannot be written, another session is writing it, or something other than a record has that name.
    init(path: String) throws(LeitmotifError) {
        var status = stat()
        let isNew = stat(path, &status) != 0
        if !isNew, status.st_mode & S_IFMT == S_IFREG { try RecordFile.refuseOthers(than: path) }
        // Never waits: a pipe that nobody reads would hold up the start for ever.
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0o644)
        guard descriptor >= 0 else { throw RecordFile.refusal(errno, path) }
        let isRegular = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        guard !isRegular || RecordFile.lock(descriptor, path) else {
            close(descriptor)
            throw LeitmotifError(.busy, "write session", path, "another session is writing it", next: "choose another name")
        }
        self.descriptor = descriptor
        // Its own name, should this one be a link.
        self.path = followingLinks(path)
        self.isRegular = isRegular
        self.isNew = isNew
    }

    deinit {
        if isRegular, isNew, isFirst { unlink(path) }
        close(descriptor)
    }

    private static func refusal(_ code: Int32, _ path: String) -> LeitmotifError {
        if code == ENXIO {
            return LeitmotifError(
                .unsupported, "write session", path, "nobody reads that pipe", next: "start its reader first, or name a file")
        }
        let next = code == ENAMETOOLONG ? "choose a shorter name" : "choose a file in a writable folder"
        return LeitmotifError(.system(code), "write session", path, String(cString: strerror(code)), next: next)
    }

    /// The lock counts only on the file that has the name now: its previous writer may just have removed it.
    private static func lock(_ descriptor: Int32, _ path: String) -> Bool {
        var (opened, named) = (stat(), stat())
        return flock(descriptor, LOCK_EX | LOCK_NB) == 0 && fstat(descriptor, &opened) == 0 && stat(path, &named) == 0
            && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
    }

    /// An older record may be overwritten, anything else may not: a song named by mistake would be lost.
    private static func refuseOthers(than path: String) throws(LeitmotifError) {
        let old = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard old >= 0 else { throw refusal(errno, path) }
        defer { close(old) }
        var head = [UInt8](repeating: 0, count: SessionText.head.utf8.count)
        let count = read(old, &head, head.count)
        guard count <= 0 || head[..<count].elementsEqual(SessionText.head.utf8.prefix(count)) else {
            throw LeitmotifError(
                .unsupported, "write session", path, "that file is not a session record",
                next: "choose another name or remove it first")
        }
    }

    mutating func write(_ text: String) throws(LeitmotifError) {
        guard !text.isEmpty else { return }
        if isFirst, isRegular { ftruncate(descriptor, 0) }
        isFirst = false
        let bytes = Array(text.utf8)
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + done, bytes.count - done) }
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN {
                try waitForReader()
                continue
            }
            guard count > 0 else {
                throw LeitmotifError(
                    .system(errno), "write session", path, String(cString: strerror(errno)), next: "free space on the disk")
            }
            done += count
        }
    }

    private func waitForReader() throws(LeitmotifError) {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        while true {
            let count = poll(&waiting, 1, RecordFile.patienceMilliseconds)
            if count > 0 { return }
            guard count < 0, errno == EINTR else {
                throw LeitmotifError(
                    .lost, "write session", path, "its reader takes nothing any more", next: "name a file instead")
            }
        }
    }
}
