import Glibc

/// Where a person's settings and caches lie, after the XDG base directory specification. A variable that is unset, empty or not
/// absolute counts as missing.
public struct UserFolders: Sendable, Equatable {
    /// `$XDG_CONFIG_HOME/leitmotif`, else `.config/leitmotif` in the home folder; nil when there is none of these.
    public let settings: String?
    /// `$XDG_CACHE_HOME/leitmotif`, else `.cache/leitmotif` in the home folder; nil when there is none of these.
    public let cache: String?

    /// - Parameters:
    ///   - variable: the environment.
    ///   - accountHome: the home folder in the system's list of accounts, asked for when `HOME` is missing.
    public init(variable: (String) -> String?, accountHome: () -> String?) {
        func absolute(_ path: String?) -> String? { path.flatMap { $0.hasPrefix("/") ? $0 : nil } }
        let home = absolute(variable("HOME")) ?? absolute(accountHome())
        func folder(_ name: String, _ inHome: String) -> String? {
            let parent = absolute(variable(name)) ?? home.map { ($0 == "/" ? "" : $0) + "/" + inHome }
            return parent.map { $0 + "/leitmotif" }
        }
        settings = folder("XDG_CONFIG_HOME", ".config")
        cache = folder("XDG_CACHE_HOME", ".cache")
    }

    /// Those of this process.
    public static var own: UserFolders {
        UserFolders(variable: { name in getenv(name).map { String(cString: $0) } }, accountHome: accountHome)
    }

    private static func accountHome() -> String? {
        var account = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var text = [CChar](repeating: 0, count: 1 << 14)
        guard getpwuid_r(getuid(), &account, &text, text.count, &found) == 0, found != nil else { return nil }
        return account.pw_dir.map { String(cString: $0) }
    }
}
