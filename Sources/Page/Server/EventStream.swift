import NIOCore
import NIOHTTP1

/// One page that listens. A client that takes nothing for a while misses what it did not take and is told the newest state afterwards;
/// one that takes nothing for longer is cut off. So nothing piles up for it.
final class EventStream {
    /// A client that has not taken anything for so long is gone.
    private static let patienceSeconds = 10.0

    let access: PageGate.Access
    private let channel: any Channel
    private let secondsBetween: Double
    private var nextFrame = 0.0
    /// Since when it takes nothing.
    private var stuckSince: Double?
    /// It has missed something that lasts.
    private(set) var isBehind = false

    init(_ channel: any Channel, _ access: PageGate.Access, rate: Int) {
        self.channel = channel
        self.access = access
        // A tick is never exactly on time.
        secondsBetween = 0.9 / Double(rate)
    }

    /// - Parameters:
    ///   - lasting: what it must know of; empty when nothing has changed.
    ///   - frame: what is old the next moment.
    ///   - everything: all that lasts, for a client that has missed something.
    ///   - now: monotonic seconds.
    func send(lasting: ByteBuffer, frame: ByteBuffer, everything: () -> ByteBuffer, at now: Double) {
        guard channel.isWritable else {
            isBehind = isBehind || lasting.readableBytes > 0
            stuckSince = stuckSince ?? now
            if now - (stuckSince ?? now) > EventStream.patienceSeconds { channel.close(promise: nil) }
            return
        }
        stuckSince = nil
        var bytes = lasting
        if isBehind {
            isBehind = false
            bytes = everything()
        }
        if now >= nextFrame {
            nextFrame = now + secondsBetween
            bytes.writeImmutableBuffer(frame)
        }
        if bytes.readableBytes > 0 { write(bytes) }
    }

    func write(_ bytes: ByteBuffer) { channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(bytes)), promise: nil) }

    func end() { channel.close(promise: nil) }
}

extension ByteBuffer {
    /// One event: a name and one line of data.
    mutating func writeEvent(_ name: String, _ data: JSONText) {
        writeString("event: ")
        writeString(name)
        writeString("\ndata: ")
        writeBytes(data.bytes)
        writeString("\n\n")
    }
}
