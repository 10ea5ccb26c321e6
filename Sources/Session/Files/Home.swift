import Capture
import Glibc

/// Locates the program's own files, `Weights/` and `Resources/`.
public enum Home {
    /// The path of `name` (such as "Weights/frontalface.cascade"), searched for in `$LEITMOTIF_HOME`, in share/leitmotif
    /// beside the executable's folder (bin, or lib/leitmotif), then in every folder above the executable. Any thread.
    /// - Throws: `notFound` with the folders that were searched.
    public static func path(of name: String) throws(LeitmotifError) -> String {
        for folder in candidates {
            let path = "\(folder)/\(name)"
            if access(path, R_OK) == 0 { return path }
        }
        throw LeitmotifError(
            .notFound, "find program file", name, "not in any of \(candidates.joined(separator: ", "))",
            next: "set LEITMOTIF_HOME to the folder that holds Weights and Resources")
    }

    private static var candidates: [String] {
        var folders: [String] = []
        if let home = getenv("LEITMOTIF_HOME"), home.pointee != 0 { folders.append(String(cString: home)) }
        var folder = executableFolder
        folders += ["\(folder)/../share/leitmotif", "\(folder)/../../share/leitmotif", folder]
        while let slash = folder.lastIndex(of: "/"), slash != folder.startIndex {
            folder = String(folder[..<slash])
            folders.append(folder)
        }
        return folders
    }

    private static var executableFolder: String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let count = readlink("/proc/self/exe", &buffer, Int(PATH_MAX))
        guard count > 0 else { return "." }
        let path = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return String(path[..<slash])
    }
}
