import Capture
import FoundationEssentials
import Glibc
import Page
import Session

/// The page of a live run: one server for all its sessions.
final class LivePage {
    /// What the watcher shows while somebody asks for it.
    let preview = Preview()
    private let server: PageServer
    private var songs: SongList
    private var outline: SongOutline?
    private var session: PageSession?

    /// Nil when there is to be none, or when nobody asked for it and it cannot be had.
    static func open(_ options: PageOptions, songs: [String], say: (String) -> Void) throws -> LivePage? {
        guard !options.noWeb else { return nil }
        do {
            return try LivePage(options, songs: songs, say: say)
        } catch let error as LeitmotifError where options.web == nil {
            say("no page in a browser: \(error)")
            return nil
        }
    }

    private init(_ options: PageOptions, songs names: [String], say: (String) -> Void) throws {
        songs = SongList(naming: names)
        let address = try options.address
        let tokens = address.isLoopback ? PageTokens() : try TokenFile.tokens()
        var setting = PageSetting(address: address, files: try PageFiles(), tokens: tokens, preview: preview)
        setting.isLocked = options.lock
        setting.allowsPreview = options.preview == .allowed
        server = try PageServer(setting)
        PageLinks(server.address, tokens, allowsPreview: setting.allowsPreview).lines.forEach(say)
    }

    /// Shows the session that is to start.
    func begin(_ parts: inout LiveParts, port: SessionPort, song name: String) {
        let path = name == "theme" ? try? Home.path(of: "Resources/theme.ogg") : name
        outline = path.map { path in
            SongOutline { () throws(LeitmotifError) in try openPlayableSong(path, patience: .signalled) }
        }
        songs.add(name)
        let session = PageSession(
            port: port, listener: parts.listen(), outputRate: parts.performance.outputRate, songLabel: SongList.label(name),
            outline: outline, songs: songs.songs(beside: name))
        self.session = session
        server.begin(session)
    }

    /// The session is over.
    func end(next: String?) {
        outline?.end()
        (outline, session) = (nil, nil)
        server.end(next: next)
    }

    deinit { server.close() }
}
