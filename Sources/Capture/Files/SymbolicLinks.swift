import Glibc

/// The name that a chain of symbolic links ends with, whether something has it or not; a name that is no link is returned as it
/// is. Writing beside that name, and renaming, keeps the links.
public func followingLinks(_ path: String) -> String {
    var path = path
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    // As many as the kernel follows.
    for _ in 0..<40 {
        let count = readlink(path, &buffer, buffer.count)
        guard count > 0 else { break }
        let target = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        path = target.utf8.first == UInt8(ascii: "/") ? target : String(path.utf8.dropLast(lastName(path).utf8.count))! + target
    }
    return path
}
