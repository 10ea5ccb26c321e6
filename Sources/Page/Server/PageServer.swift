import Capture
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import Session

/// What a page's server is given.
public struct PageSetting: Sendable {
    /// Where to serve.
    public var address: PageAddress
    /// What to serve.
    public var files: PageFiles
    /// What links carry.
    public var tokens: PageTokens
    /// The numbers of maps cannot be changed.
    public var isLocked = false
    /// The picture may be switched on.
    public var allowsPreview = true
    /// What the watcher shows then.
    public var preview: Preview

    /// The optional parts are set afterwards.
    public init(address: PageAddress, files: PageFiles, tokens: PageTokens, preview: Preview) {
        self.address = address
        self.files = files
        self.tokens = tokens
        self.preview = preview
    }
}

/// Serves the page from one thread of its own, session after session. May be used from any thread.
public final class PageServer: Sendable {
    /// Ports that are tried one after the other.
    private static let mostPorts = 50
    private static let mostConnections = 256

    /// Where it serves, with the port that was free.
    public let address: PageAddress
    private let group: MultiThreadedEventLoopGroup
    private let listening: any Channel
    private let hub: NIOLoopBound<PageHub>

    /// Begins to answer.
    /// - Throws: when the address cannot be had, or no port from the wanted one on is free.
    public init(_ setting: PageSetting) throws(LeitmotifError) {
        try PageServer.checkMeans(setting.address)
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.next()
        let most = PageServer.connectionLimit
        do {
            hub = try loop.submit {
                PageServer.prepareThread()
                return NIOLoopBound(PageHub(setting, eventLoop: loop, mostConnections: most), eventLoop: loop)
            }.wait()
            (listening, address) = try PageServer.listen(setting.address, group, hub)
        } catch {
            try? group.syncShutdownGracefully()
            throw PageServer.problem(error, setting.address)
        }
        loop.execute { [hub] in hub.value.tick() }
    }

    /// Shows a session, until `end`.
    public func begin(_ session: PageSession) { group.next().execute { [hub] in hub.value.begin(session) } }

    /// The session is over; `next` is the song of the one that follows, nil when the program ends.
    public func end(next: String?) { group.next().execute { [hub] in hub.value.end(next: next) } }

    /// Answers nobody any more, and ends the thread.
    public func close() {
        let loop = group.next()
        try? loop.submit { [hub] in hub.value.close() }.wait()
        try? listening.close().wait()
        try? group.syncShutdownGracefully()
    }

    // MARK: - Within

    /// Without threads or descriptors the event loop would end the whole program, and the music can do without a page.
    private static func checkMeans(_ address: PageAddress) throws(LeitmotifError) {
        try checkThreads()
        let opened = (0..<spareDescriptors).map { _ in open("/dev/null", O_RDONLY | O_CLOEXEC) }
        for descriptor in opened where descriptor >= 0 { Glibc.close(descriptor) }
        guard opened.contains(where: { $0 < 0 }) else { return }
        throw LeitmotifError(
            .full, "serve page", address.text, "too few files can be open at a time", next: "raise the limit (ulimit -n), or --no-web")
    }

    private static let spareDescriptors = 16

    /// The session needs a dozen, the event loop one, and its end, which waits for the system's queues for as long as there is none, some.
    private static func checkThreads() throws(LeitmotifError) {
        let end = Semaphore()
        var probes: [Worker] = []
        defer {
            for _ in probes { end.signal() }
            for probe in probes { probe.join() }
        }
        for _ in 0..<spareThreads { probes.append(try Worker("page") { end.wait(seconds: 60) }) }
    }

    private static let spareThreads = 24

    /// The rest of the program needs descriptors as well.
    private static var connectionLimit: Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return mostConnections }
        return min(mostConnections, max(Int(min(limit.rlim_cur, 1 << 20)) / 4, 4))
    }

    /// Music and camera come first.
    private static func prepareThread() {
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 5)
        Worker.adoptThread(name: "page")
    }

    private static func listen(
        _ wanted: PageAddress, _ group: MultiThreadedEventLoopGroup, _ hub: NIOLoopBound<PageHub>
    ) throws -> (any Channel, PageAddress) {
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 64)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.maxMessagesPerRead, value: 4)
            // A client that takes nothing fills no more than this, in the kernel and here.
            .childChannelOption(.socketOption(.so_sndbuf), value: 64 << 10)
            .childChannelOption(.socketOption(.so_rcvbuf), value: 16 << 10)
            .childChannelOption(.writeBufferWaterMark, value: ChannelOptions.Types.WriteBufferWaterMark(low: 16 << 10, high: 64 << 10))
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .childChannelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 4096))
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let budget = RequestBudget()
                    var limits = NIOHTTPDecoderLimitConfiguration()
                    (limits.maxHeaderFieldSize, limits.maxHeaderListSize, limits.maxHeaderFieldCount) = (4 << 10, 8 << 10, 64)
                    try channel.pipeline.syncOperations.addHandler(budget)
                    // Their assistants end the program where an answer comes unasked; one request at a time needs none.
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(
                        withPipeliningAssistance: false, withErrorHandling: false, withEncoderConfiguration: .init(), withDecoderLimitConfiguration: limits)
                    try channel.pipeline.syncOperations.addHandler(PageConnection(hub.value, budget))
                }
            }
        var address = wanted
        var tries = 1
        while true {
            do {
                let channel = try bootstrap.bind(host: address.host, port: address.port).wait()
                let port = channel.localAddress?.port ?? address.port
                return (channel, address.at(port: port))
            } catch let error as IOError where error.errnoCode == EADDRINUSE && tries < mostPorts {
                guard let next = address.next else { throw error }
                (address, tries) = (next, tries + 1)
            }
        }
    }

    private static func problem(_ error: any Error, _ address: PageAddress) -> LeitmotifError {
        let code = (error as? IOError)?.errnoCode ?? 0
        let cause = code != 0 ? String(cString: strerror(code)) : "no such address is known"
        return LeitmotifError(
            code == 0 ? .notFound : .system(code), "serve page", address.text, cause,
            next: "name an address of this machine: --web 127.0.0.1:\(PageAddress.usualPort), or --no-web")
    }
}
