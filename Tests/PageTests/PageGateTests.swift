import Testing

@testable import Page

@Suite struct PageGateTests {
    static let hosts: Set = ["127.0.0.1:8765", "localhost:8765"]
    static let tokens = PageTokens()
    static let home = PageGate(tokens: tokens, isLoopback: true, allowsPreview: true)
    static let abroad = PageGate(tokens: tokens, isLoopback: false, allowsPreview: true)

    static func request(_ method: PageRequest.Method, _ target: String, host: String = "127.0.0.1:8765", token: String? = nil) -> PageRequest {
        var request = PageRequest()
        (request.method, request.target, request.host) = (method, target, .one(host))
        if method == .post { (request.origin, request.contentLength) = (.one("http://" + host), .one("9")) }
        if let token { request.authorization = .one("Bearer " + token) }
        return request
    }

    /// The status of a refusal, 0 for an answer.
    static func status(_ gate: PageGate, _ request: PageRequest) -> Int {
        if case .refused(let refusal) = gate.judge(request, hosts: hosts) { refusal.status } else { 0 }
    }

    @Test func aPageOfThisMachineMayPlay() {
        #expect(Self.home.judge(Self.request(.get, "/"), hosts: Self.hosts) == .file(path: "index.html"))
        #expect(Self.home.judge(Self.request(.head, "/js/page.js?x=1"), hosts: Self.hosts) == .file(path: "js/page.js"))
        let access = PageGate.Access(role: .play, mayPreview: false)
        #expect(Self.home.judge(Self.request(.get, "/events?rate=4"), hosts: Self.hosts) == .events(access, rate: 4))
        #expect(Self.home.judge(Self.request(.post, "/command", host: "LOCALHOST:8765"), hosts: Self.hosts) == .command(access, bytes: 9))
    }

    /// Whatever else is right about it.
    @Test(arguments: [PageRequest.Header.none, .several, .one("evil.example:8765"), .one("127.0.0.1"), .one("127.0.0.1:8766"), .one("")])
    func anotherHostGetsNothing(_ host: PageRequest.Header) {
        for (method, target) in [(PageRequest.Method.get, "/"), (.get, "/events"), (.get, "/preview.jpg"), (.post, "/command"), (.other, "/")] {
            var request = Self.request(method, target, token: Self.tokens.play)
            request.host = host
            // A name that leads here, with its own pages: host and origin agree.
            if case .one(let name) = host { request.origin = .one("http://" + name) }
            #expect(Self.status(Self.home, request) == 421)
            #expect(Self.status(Self.abroad, request) == 421)
        }
    }

    @Test(arguments: [
        PageRequest.Header.none, .several, .one("http://evil.example"), .one("null"), .one("https://127.0.0.1:8765"), .one("http://127.0.0.1"),
        .one("http://localhost:8765"), .one("http://127.0.0.1:8765/"),
    ])
    func anotherPageControlsNothing(_ origin: PageRequest.Header) {
        for target in ["/command", "/preview"] {
            var request = Self.request(.post, target, token: Self.tokens.play)
            request.origin = origin
            #expect(Self.status(Self.home, request) == 403)
        }
        guard origin != .none else { return }
        for target in ["/events", "/preview.jpg"] {
            var request = Self.request(.get, target, token: Self.tokens.play)
            request.origin = origin
            #expect(Self.status(Self.home, request) == 403)
        }
    }

    @Test(arguments: ["cross-site", "same-site", "", "SAME-ORIGIN"]) func anotherSiteReadsNothing(_ site: String) {
        var request = Self.request(.get, "/events")
        request.site = .one(site)
        #expect(Self.status(Self.home, request) == 403)
        request.target = "/"
        #expect(Self.status(Self.home, request) == 0)
    }

    @Test func beyondThisMachineOnlyATokenOpens() {
        #expect(Self.status(Self.abroad, Self.request(.get, "/")) == 0)
        #expect(Self.status(Self.abroad, Self.request(.get, "/events")) == 401)
        #expect(Self.status(Self.abroad, Self.request(.get, "/events?token=\(Self.tokens.play)x")) == 401)
        #expect(Self.status(Self.abroad, Self.request(.post, "/command")) == 401)
        #expect(Self.status(Self.abroad, Self.request(.post, "/command", token: Self.tokens.view)) == 403)
        #expect(Self.status(Self.abroad, Self.request(.post, "/command", token: Self.tokens.play)) == 0)
        let view = Self.abroad.judge(Self.request(.get, "/events?token=\(Self.tokens.view)"), hosts: Self.hosts)
        #expect(view == .events(PageGate.Access(role: .view, mayPreview: false), rate: 30))
        let play = Self.abroad.judge(Self.request(.get, "/events?rate=999&token=\(Self.tokens.play)"), hosts: Self.hosts)
        #expect(play == .events(PageGate.Access(role: .play, mayPreview: true), rate: 30))
    }

    @Test func thePreviewNeedsItsTokenHereToo() {
        for gate in [Self.home, Self.abroad] {
            for request in [Self.request(.get, "/preview.jpg"), Self.request(.post, "/preview")] {
                var request = request
                #expect(Self.status(gate, request) != 0)
                request.authorization = .one("Bearer " + Self.tokens.view)
                #expect(Self.status(gate, request) == 403)
                request.authorization = .one("Bearer " + Self.tokens.play)
                #expect(Self.status(gate, request) == 0)
                let never = PageGate(tokens: Self.tokens, isLoopback: gate.isLoopback, allowsPreview: false)
                #expect(Self.status(never, request) == 403)
            }
        }
    }

    @Test(arguments: [
        (PageRequest.Header.none, false, 411), (.several, false, 411), (.one("513"), false, 413), (.one("99999999999999999999"), false, 413),
        (.one("-1"), false, 413), (.one("+9"), false, 413), (.one(""), false, 413), (.one("9"), true, 411), (.one("512"), false, 0),
    ])
    func aBodysLengthIsKnownBeforeItIsRead(_ length: PageRequest.Header, _ isChunked: Bool, _ status: Int) {
        for target in ["/command", "/preview"] {
            var request = Self.request(.post, target, token: Self.tokens.play)
            (request.contentLength, request.isChunked) = (length, isChunked)
            #expect(Self.status(Self.home, request) == status)
        }
    }

    @Test(arguments: [
        "/../Package.swift", "/a/../b.js", "//etc/passwd", "/a/b/c.js", "/.git", "/a/.b", "/A.html", "/a%2e.js", "/a\\b", "", "x", "/a/", "/é.js",
        "/" + String(repeating: "a", count: 200),
    ])
    func pathsLeadNowhereElse(_ target: String) { #expect(Self.status(Self.home, Self.request(.get, target)) == 404) }

    @Test func otherMethodsAreRefused() {
        #expect(Self.status(Self.home, Self.request(.other, "/")) == 405)
        #expect(Self.status(Self.home, Self.request(.post, "/")) == 404)
    }

    @Test func tokensAreNewEveryTimeAndKeptOnesWhole() {
        #expect(PageTokens() != PageTokens())
        #expect(PageTokens(view: Self.tokens.view, play: Self.tokens.play) == Self.tokens)
        for view in ["", "short", Self.tokens.play, Self.tokens.view + "a", String(repeating: "é", count: 11)] {
            #expect(PageTokens(view: view, play: Self.tokens.play) == nil)
        }
        #expect(Self.tokens.role(of: Self.tokens.view) == .view && Self.tokens.role(of: "") == nil)
    }
}
