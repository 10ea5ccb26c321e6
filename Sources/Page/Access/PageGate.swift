/// Decides who gets what, before anything else looks at a request: the host must be an address that the server is bound to (a page of
/// another name that leads here, by DNS rebinding, has another host), what a browser sends for a foreign page is refused, and beyond
/// this machine only a token opens.
struct PageGate {
    /// Longest body of a request, in bytes.
    static let mostBodyBytes = 512

    /// What is answered.
    enum Verdict: Equatable {
        case file(path: String)
        case events(Access, rate: Int)
        /// Of this many bytes.
        case command(Access, bytes: Int)
        case switchPreview(bytes: Int)
        case previewPicture
        case refused(Refusal)
    }

    /// What a client may do.
    struct Access: Equatable {
        var role: PageTokens.Role
        /// It came with the token that plays, not from this machine alone.
        var mayPreview: Bool
    }

    struct Refusal: Equatable {
        var status: Int
        /// One line for people.
        var why: String
    }

    let tokens: PageTokens
    /// Only this machine can reach the server: no token is needed but for the preview.
    let isLoopback: Bool
    /// The preview may be switched on at all.
    let allowsPreview: Bool

    /// - Parameter hosts: what the header Host may be: `127.0.0.1:8765`, in lower case.
    func judge(_ request: PageRequest, hosts: Set<String>) -> Verdict {
        guard case .one(let host) = request.host, hosts.contains(host.lowercased()) else {
            return .refused(Refusal(status: 421, why: "this host is not served here: open the link that was printed"))
        }
        let path = request.path
        switch (request.method, path) {
        case (.get, "/events"):
            if let refusal = foreign(request, host) { return .refused(refusal) }
            guard let access = access(of: request.query("token").map(String.init)) else { return .refused(PageGate.noToken) }
            let rate = request.query("rate").flatMap { Int($0) } ?? 30
            return .events(access, rate: min(max(rate, 1), 30))
        case (.get, "/preview.jpg"):
            if let refusal = foreign(request, host) ?? previewRefusal(request) { return .refused(refusal) }
            return .previewPicture
        case (.post, "/command"), (.post, "/preview"):
            guard case .one = request.origin else { return .refused(PageGate.foreignOrigin) }
            if let refusal = foreign(request, host) { return .refused(refusal) }
            return path == "/command" ? command(request) : previewSwitch(request)
        case (.post, _): return .refused(Refusal(status: 404, why: "nothing is taken there"))
        case (.get, _), (.head, _):
            guard let file = PageGate.file(path) else { return .refused(Refusal(status: 404, why: "there is no such page")) }
            return .file(path: file)
        case (.other, _): return .refused(Refusal(status: 405, why: "only GET, HEAD and POST are answered"))
        }
    }

    // MARK: - Within

    private static let noToken = Refusal(status: 401, why: "open the link that was printed: it carries a token")
    private static let foreignOrigin = Refusal(status: 403, why: "another page may not ask for this")

    /// Asked for by a page of another origin.
    private func foreign(_ request: PageRequest, _ host: String) -> Refusal? {
        switch request.origin {
        case .none: break
        case .one(let origin): if origin.lowercased() != "http://" + host.lowercased() { return PageGate.foreignOrigin }
        case .several: return PageGate.foreignOrigin
        }
        switch request.site {
        case .none, .one("same-origin"), .one("none"): return nil
        case .one, .several: return PageGate.foreignOrigin
        }
    }

    private func access(of token: String?) -> Access? {
        switch token.flatMap(tokens.role) {
        case .play?: Access(role: .play, mayPreview: allowsPreview)
        case .view?: Access(role: .view, mayPreview: false)
        case nil: isLoopback ? Access(role: .play, mayPreview: false) : nil
        }
    }

    private func access(of request: PageRequest) -> Access? {
        guard case .one(let text) = request.authorization, text.hasPrefix("Bearer ") else { return access(of: nil as String?) }
        return access(of: String(text.dropFirst(7)))
    }

    private func command(_ request: PageRequest) -> Verdict {
        guard let access = access(of: request) else { return .refused(PageGate.noToken) }
        guard access.role == .play else { return .refused(Refusal(status: 403, why: "this link only looks")) }
        return body(of: request) { .command(access, bytes: $0) }
    }

    private func previewSwitch(_ request: PageRequest) -> Verdict {
        if let refusal = previewRefusal(request) { return .refused(refusal) }
        return body(of: request) { .switchPreview(bytes: $0) }
    }

    private func previewRefusal(_ request: PageRequest) -> Refusal? {
        guard allowsPreview else { return Refusal(status: 403, why: "the settings forbid the preview") }
        guard let access = access(of: request) else { return PageGate.noToken }
        return access.mayPreview ? nil : Refusal(status: 403, why: "the preview needs the link that was printed: it carries a token")
    }

    /// Its length is known and small before any of it is read.
    private func body(of request: PageRequest, _ accept: (Int) -> Verdict) -> Verdict {
        guard !request.isChunked, case .one(let text) = request.contentLength else {
            return .refused(Refusal(status: 411, why: "a request says how long it is"))
        }
        guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }), let bytes = Int(text),
            bytes <= PageGate.mostBodyBytes
        else { return .refused(Refusal(status: 413, why: "at most \(PageGate.mostBodyBytes) bytes are taken")) }
        return accept(bytes)
    }

    /// The name of a file: one folder deep at most, of letters, digits, dashes and dots; nil for any other path.
    private static func file(_ path: Substring) -> String? {
        guard path.utf8.count <= 128, path.hasPrefix("/") else { return nil }
        if path == "/" { return "index.html" }
        let parts = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2 else { return nil }
        let isGood = parts.allSatisfy { part in
            guard let first = part.utf8.first, first != UInt8(ascii: ".") else { return false }
            return part.utf8.allSatisfy { (48...57).contains($0) || (97...122).contains($0) || $0 == 45 || $0 == 46 }
        }
        return isGood ? String(path.dropFirst()) : nil
    }
}
