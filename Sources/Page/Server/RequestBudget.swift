import NIOCore

/// Stands before the parser and counts what a client sends: one request with its body has few bytes, and more end the connection
/// before anything has grown.
final class RequestBudget: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// Of a request line, headers and body.
    static let mostBytes = 8 << 10

    private var bytes = 0

    /// A request is complete.
    func renew() { bytes = 0 }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        bytes += RequestBudget.unwrapInboundIn(data).readableBytes
        if bytes > RequestBudget.mostBytes {
            context.close(promise: nil)
        } else {
            context.fireChannelRead(data)
        }
    }
}
