import Capture
import Glibc
import Session

/// The page's own files, read once: nothing else is ever served, whatever lies beside them later.
public struct PageFiles: Sendable {
    struct File: Equatable, Sendable {
        var type: String
        var bytes: [UInt8]
    }

    private static let mostBytes = 512 << 10
    private static let types = [
        "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
        "mjs": "text/javascript; charset=utf-8", "svg": "image/svg+xml", "png": "image/png", "ico": "image/x-icon",
        "webmanifest": "application/manifest+json", "woff2": "font/woff2",
    ]

    private let files: [String: File]
    /// Changes with any of the files.
    let digest: String

    /// Those of `Resources/Page`.
    public init() throws(LeitmotifError) {
        let index = try Home.path(of: "Resources/Page/index.html")
        try self.init(folder: String(index.dropLast("/index.html".utf8.count)))
    }

    /// - Throws: when a file is unreadable or larger than a page's file is.
    init(folder: String) throws(LeitmotifError) {
        var files: [String: File] = [:]
        for name in PageFiles.names(in: folder) {
            if let type = PageFiles.type(of: name) { files[name] = File(type: type, bytes: try PageFiles.read(folder + "/" + name)) }
            guard !name.contains(".") else { continue }
            for inner in PageFiles.names(in: folder + "/" + name) {
                let name = name + "/" + inner
                if let type = PageFiles.type(of: name) { files[name] = File(type: type, bytes: try PageFiles.read(folder + "/" + name)) }
            }
        }
        self.files = files
        // FNV-1a.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for (name, file) in files.sorted(by: { $0.key < $1.key }) {
            for byte in Array(name.utf8) + file.bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        }
        digest = String(hash, radix: 16)
    }

    subscript(_ name: String) -> File? { files[name] }

    private static func type(of name: String) -> String? {
        name.lastIndex(of: ".").flatMap { types[String(name[name.index(after: $0)...])] }
    }

    private static func names(in folder: String) -> [String] {
        guard let handle = opendir(folder) else { return [] }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }

    private static func read(_ path: String) throws(LeitmotifError) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        var status = stat()
        guard file >= 0, fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            let code = errno
            if file >= 0 { close(file) }
            throw LeitmotifError(.system(code), "read page", path, String(cString: strerror(code)), next: "install the program again")
        }
        defer { close(file) }
        guard status.st_size <= mostBytes else {
            throw LeitmotifError(.outOfRange, "read page", path, "it is larger than \(mostBytes) bytes", next: "install the program again")
        }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        let count = bytes.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
        return Array(bytes.prefix(max(count, 0)))
    }
}
