import Capture
import Glibc
import Session
import Synchronization

/// Takes commands from other programs, on a thread of its own.
public final class OSCReceiver: Sendable {
    /// What both threads see.
    private final class Shared: Sendable {
        let port = Mutex<SessionPort?>(nil)
        let notices = Mutex<[String]>([])
        let stop = StopFlag()
    }

    private let shared = Shared()
    private let worker: Worker

    /// Listens from now on.
    /// - Throws: when the address is taken or none of this machine's, or when there is no thread to be had.
    public init(at address: OSCAddress) throws(LeitmotifError) {
        let shared = shared
        let socket = try DatagramSocket(listeningAt: address)
        worker = try Worker("osc in", moving: socket) { OSCReceiver.run($0, shared) }
    }

    /// Commands go to this session from now on; without one they are dropped.
    public func steer(_ port: SessionPort?) { shared.port.withLock { $0 = port } }

    /// Lines for people since the last call.
    public func takeNotices() -> [String] { shared.notices.withLock { notices in defer { notices = [] }; return notices } }

    deinit {
        shared.stop.set()
        worker.join()
    }

    private static func run(_ socket: consuming DatagramSocket, _ shared: Shared) {
        var inbox = OSCInbox()
        while !shared.stop.isSet {
            let bytes = socket.receive(within: inbox.wait(at: Clock.seconds))
            let now = Clock.seconds
            if let bytes { inbox.take(bytes, at: now, secondsSince1970: secondsSince1970) }
            for command in inbox.due(at: now) { _ = shared.port.withLock { $0 }?.send(command) }
            if let line = inbox.complaint(at: now) { shared.notices.withLock { $0.append(line) } }
        }
    }

    /// Time tags are of the clock of the day.
    private static var secondsSince1970: Double {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Double(now.tv_sec) + Double(now.tv_nsec) * 1e-9
    }
}
