import Glibc

/// The program that supervises this one, as systemd does a unit of `Type=notify`: it is told when the sound has begun and then, again
/// and again, that whoever calls is alive. Silent where nobody supervises. One thread.
public struct Supervisor: Sendable {
    /// The longest path of a socket, and the zero behind it.
    private static let addressBytes = 108

    /// Of the socket; an abstract one begins with a zero.
    private let address: [UInt8]?
    /// From one sign of life to the next: half of what the supervisor allows. Nil where it wants none.
    private let aliveSeconds: Double?
    private var isReady = false
    private var nextSign = 0.0

    /// - Parameters:
    ///   - variable: the environment: `NOTIFY_SOCKET`, `WATCHDOG_USEC`, `WATCHDOG_PID`.
    ///   - process: the number of this process; a watchdog may be meant for another.
    public init(variable: (String) -> String?, process: Int32) {
        address = variable("NOTIFY_SOCKET").flatMap(Supervisor.address)
        let isMeant = variable("WATCHDOG_PID").map { Int32($0) == process } ?? true
        let allowed = variable("WATCHDOG_USEC").flatMap { Int($0) } ?? 0
        aliveSeconds = isMeant && allowed > 0 ? Double(allowed) * 1e-6 / 2 : nil
    }

    /// That of this process.
    public static var own: Supervisor {
        Supervisor(variable: { name in getenv(name).map { String(cString: $0) } }, process: getpid())
    }

    /// Sends what is due, without waiting for a supervisor that does not read.
    /// - Parameters:
    ///   - hasSound: something has been played.
    ///   - now: on any clock, in seconds.
    public mutating func report(hasSound: Bool, at now: Double) {
        guard let address, let message = due(hasSound: hasSound, at: now) else { return }
        Supervisor.send(message, to: address)
    }

    /// The message that is due; nil when there is none.
    mutating func due(hasSound: Bool, at now: Double) -> String? {
        guard isReady || hasSound else { return nil }
        guard isReady else {
            (isReady, nextSign) = (true, now + (aliveSeconds ?? 0))
            return "READY=1"
        }
        guard let aliveSeconds, now >= nextSign else { return nil }
        nextSign = now + aliveSeconds
        return "WATCHDOG=1"
    }

    /// A path, or `@` and a name without a file.
    private static func address(_ text: String) -> [UInt8]? {
        var bytes = Array(text.utf8)
        guard bytes.count > 1, bytes.count < addressBytes else { return nil }
        if bytes[0] == UInt8(ascii: "@") { bytes[0] = 0 } else if bytes[0] != UInt8(ascii: "/") { return nil }
        return bytes
    }

    private static func send(_ message: String, to bytes: [UInt8]) {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        // An abstract name ends where the address does, so its length counts.
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        let text = Array(message.utf8)
        _ = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, text, text.count, Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL), $0, length)
            }
        }
    }
}
