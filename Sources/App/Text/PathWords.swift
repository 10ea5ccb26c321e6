/// A path's parts, without asking the disk.
extension String {
    /// What follows the last slash; "/" for the root. Slashes at the end do not count.
    var lastPathComponent: String {
        let path = withoutTrailingSlashes
        guard path != "/", let slash = path.lastIndex(of: "/") else { return path }
        return String(path[path.index(after: slash)...])
    }

    /// The folder: empty for a name alone.
    var deletingLastPathComponent: String {
        let path = withoutTrailingSlashes
        guard let slash = path.lastIndex(of: "/") else { return "" }
        return String(path[...slash]).withoutTrailingSlashes
    }

    /// What follows the last point of the name; empty where there is none, or where it begins the name.
    var pathExtension: String {
        let name = lastPathComponent
        guard let point = name.lastIndex(of: "."), point != name.startIndex else { return "" }
        return String(name[name.index(after: point)...])
    }

    /// The path without its extension and the point.
    var deletingPathExtension: String {
        let path = withoutTrailingSlashes
        let ending = path.pathExtension
        return ending.isEmpty ? path : String(path.dropLast(ending.count + 1))
    }

    func appendingPathComponent(_ name: String) -> String {
        isEmpty ? name : hasSuffix("/") ? self + name : self + "/" + name
    }

    private var withoutTrailingSlashes: String {
        var path = Substring(self)
        while path.utf8.count > 1, path.hasSuffix("/") { path = path.dropLast() }
        return String(path)
    }
}
