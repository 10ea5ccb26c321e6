import Glibc

/// What the page shows of the machine.
enum Surroundings {
    /// Memory of this program that is in use, MB; nil where the system does not say.
    static var residentMegabytes: Double? {
        let file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var text = [UInt8](repeating: 0, count: 128)
        let count = read(file, &text, text.count)
        let words = String(decoding: text.prefix(max(count, 0)), as: UTF8.self).split(separator: " ")
        guard words.count > 1, let pages = Double(words[1]) else { return nil }
        return pages * Double(sysconf(Int32(_SC_PAGESIZE))) / 1e6
    }

    /// MB that this user may still write in a folder; nil where the system does not say.
    static func freeMegabytes(of folder: String) -> Double? {
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else { return nil }
        return Double(status.f_bavail) * Double(status.f_frsize) / 1e6
    }
}
