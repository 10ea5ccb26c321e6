import Capture
import Session
import Synchronization

/// Sends what a session shows, on a thread of its own: with every picture, and thirty times a second in between.
public final class OSCSender: Sendable {
    private static let spacingSeconds = 1.0 / 30
    /// How often the snapshot is looked at: a new picture goes out at most this much later.
    private static let passSeconds = 0.01
    private static let retrySeconds = 5.0

    /// What both threads see.
    private final class Shared: Sendable {
        let port = Mutex<SessionPort?>(nil)
        let notices = Mutex<[String]>([])
        let stop = StopFlag()
    }

    private let shared = Shared()
    private let worker: Worker

    /// Starts the thread, which finds the host by itself: a network that comes later than the music holds up nothing.
    /// - Throws: when there is no thread to be had.
    public init(to address: OSCAddress, as profile: OSCProfile) throws(LeitmotifError) {
        let shared = shared
        worker = try Worker("osc out") { OSCSender.run(shared, address, profile) }
    }

    /// Sends of this session from now on; of none, silence.
    public func follow(_ port: SessionPort?) { shared.port.withLock { $0 = port } }

    /// Lines for people since the last call.
    public func takeNotices() -> [String] { shared.notices.withLock { notices in defer { notices = [] }; return notices } }

    deinit {
        shared.stop.set()
        worker.join()
    }

    private static func run(_ shared: Shared, _ address: OSCAddress, _ profile: OSCProfile) {
        var lastFailure: String?
        while !shared.stop.isSet {
            do throws(LeitmotifError) {
                let socket = try DatagramSocket(sendingTo: address)
                if lastFailure != nil { shared.notices.withLock { $0.append("OSC goes to \(address.text) now") } }
                return send(socket, shared, profile)
            } catch {
                if lastFailure != error.cause { shared.notices.withLock { $0.append("\(error); tried again every 5 seconds") } }
                lastFailure = error.cause
                _ = shared.stop.sleep(until: Clock.seconds + retrySeconds)
            }
        }
    }

    private static func send(_ socket: borrowing DatagramSocket, _ shared: Shared, _ profile: OSCProfile) {
        var pictures = 0
        var due = Clock.seconds
        while shared.stop.sleep(until: Clock.seconds + passSeconds) {
            guard let snapshot = shared.port.withLock({ $0 })?.snapshot else { continue }
            let isNewPicture = snapshot.pictures != pictures
            guard isNewPicture || Clock.seconds >= due else { continue }
            pictures = snapshot.pictures
            due = Clock.seconds + spacingSeconds
            if let packet = snapshot.packet(profile, isNewPicture: isNewPicture) { socket.send(packet.bytes) }
        }
    }
}
