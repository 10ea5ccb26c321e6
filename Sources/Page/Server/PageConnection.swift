import NIOCore
import NIOHTTP1

/// One client's connection: request in, answer out, with a time limit on every step. An event stream goes on until either side ends it.
final class PageConnection: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// From the connection, or the end of an answer, to a whole request.
    private static let requestSeconds: Int64 = 10
    /// For a client to take its answer.
    private static let answerSeconds: Int64 = 30

    private let hub: PageHub
    private let budget: RequestBudget
    private var deadline: Scheduled<Void>?
    private var hosts: Set<String> = []
    private var verdict: PageGate.Verdict?
    private var isHead = false
    private var keepsAlive = false
    /// An answer is on its way; whoever asks again meanwhile is no browser.
    private var isAnswering = false
    private var body: [UInt8] = []
    private var stream: EventStream?

    init(_ hub: PageHub, _ budget: RequestBudget) {
        self.hub = hub
        self.budget = budget
    }

    // MARK: - Its life

    func channelActive(context: ChannelHandlerContext) {
        guard hub.admits() else {
            hub.connections += 1
            answer(context, .refused(503, "too many have the page open"))
            return
        }
        hub.connections += 1
        if let address = context.localAddress { hosts = hub.hosts(at: address) }
        limit(context, seconds: PageConnection.requestSeconds)
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        hub.connections -= 1
        if let stream { hub.remove(stream) }
        stream = nil
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    /// Closes the connection then, unless it is called again before.
    private func limit(_ context: ChannelHandlerContext, seconds: Int64) {
        deadline?.cancel()
        let channel = context.channel
        deadline = context.eventLoop.scheduleTask(in: .seconds(seconds)) { channel.close(promise: nil) }
    }

    // MARK: - Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch PageConnection.unwrapInboundIn(data) {
        case .head(let head):
            guard stream == nil, !isAnswering else { return context.close(promise: nil) }
            isHead = head.method == .HEAD
            keepsAlive = head.isKeepAlive
            body = []
            let verdict = head.version == .http1_1
                ? hub.gate.judge(PageRequest(head), hosts: hosts) : .refused(PageGate.Refusal(status: 505, why: "only HTTP/1.1 is answered"))
            self.verdict = verdict
            // Its body is never read.
            if case .refused(let refusal) = verdict { answer(context, .refused(refusal.status, refusal.why)) }
        case .body(let buffer):
            switch verdict {
            case .command(_, let bytes)?, .switchPreview(let bytes)?:
                guard body.count + buffer.readableBytes <= bytes else { return context.close(promise: nil) }
                body += buffer.readableBytesView
            case .refused?, nil: break
            // A question with a body.
            default: context.close(promise: nil)
            }
        case .end:
            budget.renew()
            guard let verdict else { return }
            self.verdict = nil
            answer(context, verdict)
        }
    }

    private func answer(_ context: ChannelHandlerContext, _ verdict: PageGate.Verdict) {
        switch verdict {
        case .file(let path): answer(context, hub.setting.files[path].map { .file($0) } ?? .refused(404, "there is no such page"))
        case .events(let access, let rate): begin(context, access, rate)
        case .command(_, _): answer(context, hub.take(command: body))
        case .switchPreview: answer(context, hub.switchPreview(body))
        case .previewPicture: answer(context, hub.previewAnswer())
        case .refused: break
        }
    }

    private func begin(_ context: ChannelHandlerContext, _ access: PageGate.Access, _ rate: Int) {
        deadline?.cancel()
        var headers = PageConnection.headers
        headers.add(name: "Content-Type", value: "text/event-stream")
        let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: headers)
        context.write(PageConnection.wrapOutboundOut(.head(head)), promise: nil)
        let stream = EventStream(context.channel, access, rate: rate)
        self.stream = stream
        hub.add(stream)
    }

    // MARK: - Answers

    private static let headers = HTTPHeaders([
        (
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
                + "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        ),
        ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ])

    private func answer(_ context: ChannelHandlerContext, _ answer: PageAnswer) {
        verdict = nil
        isAnswering = true
        let closes = answer.closes || !keepsAlive
        var headers = PageConnection.headers
        if answer.status != 204 {
            headers.add(name: "Content-Type", value: answer.type)
            headers.add(name: "Content-Length", value: "\(answer.bytes.count)")
        }
        if answer.status == 503 { headers.add(name: "Retry-After", value: "5") }
        if closes { headers.add(name: "Connection", value: "close") }
        let head = HTTPResponseHead(version: .http1_1, status: HTTPResponseStatus(statusCode: answer.status), headers: headers)
        context.write(PageConnection.wrapOutboundOut(.head(head)), promise: nil)
        if !isHead, !answer.bytes.isEmpty {
            context.write(PageConnection.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.bytes)))), promise: nil)
        }
        limit(context, seconds: PageConnection.answerSeconds)
        let taken = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(PageConnection.wrapOutboundOut(.end(nil)), promise: taken)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        taken.futureResult.whenComplete { _ in
            let (connection, context) = bound.value
            guard context.channel.isActive else { return }
            connection.isAnswering = false
            if closes { context.close(promise: nil) } else { connection.limit(context, seconds: PageConnection.requestSeconds) }
        }
    }
}

/// An answer of known length.
struct PageAnswer: Equatable {
    var status: Int
    var type = "text/plain; charset=utf-8"
    var bytes: [UInt8] = []
    /// The connection ends with it.
    var closes = false

    static let taken = PageAnswer(status: 204)
    static func file(_ file: PageFiles.File) -> PageAnswer { PageAnswer(status: 200, type: file.type, bytes: file.bytes) }
    static func refused(_ status: Int, _ why: String) -> PageAnswer {
        PageAnswer(status: status, bytes: Array((why + "\n").utf8), closes: true)
    }
}

extension PageRequest {
    init(_ head: HTTPRequestHead) {
        method = switch head.method {
        case .GET: .get
        case .HEAD: .head
        case .POST: .post
        default: .other
        }
        target = head.uri
        host = Header(head.headers["Host"])
        origin = Header(head.headers["Origin"])
        site = Header(head.headers["Sec-Fetch-Site"])
        authorization = Header(head.headers["Authorization"])
        contentLength = Header(head.headers["Content-Length"])
        isChunked = head.headers.contains(name: "Transfer-Encoding")
    }
}
