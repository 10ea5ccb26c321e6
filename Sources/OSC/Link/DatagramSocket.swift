import Capture
import Glibc

/// A UDP socket that is closed with its owner and never waits longer than it is told.
struct DatagramSocket: ~Copyable {
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    /// The largest datagram that UDP carries over IPv4.
    static let largestBytes = 65_507

    /// Sends to `address`. Nobody needs to listen there.
    init(sendingTo address: OSCAddress) throws(LeitmotifError) {
        descriptor = try DatagramSocket.open(address, "send OSC to", listens: false)
    }

    /// Takes what is sent to `address`, which is one of this machine's.
    init(listeningAt address: OSCAddress) throws(LeitmotifError) {
        descriptor = try DatagramSocket.open(address, "listen for OSC at", listens: true)
        buffer = [UInt8](repeating: 0, count: DatagramSocket.largestBytes)
    }

    private static func open(_ address: OSCAddress, _ operation: String, listens: Bool) throws(LeitmotifError) -> Int32 {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
        hints.ai_flags = AI_NUMERICSERV | (listens ? AI_PASSIVE : 0)
        var list: UnsafeMutablePointer<addrinfo>?
        let answer = getaddrinfo(address.host, String(address.port), &hints, &list)
        guard answer == 0 else {
            throw LeitmotifError(
                .notFound, operation, address.text, String(cString: gai_strerror(answer)), next: "name a host that this machine can find")
        }
        defer { freeaddrinfo(list) }
        var failure = EADDRNOTAVAIL
        var next = list
        while let entry = next {
            next = entry.pointee.ai_next
            let descriptor = socket(entry.pointee.ai_family, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
            guard descriptor >= 0 else {
                failure = errno
                continue
            }
            let join = listens ? bind : connect
            if join(descriptor, entry.pointee.ai_addr, entry.pointee.ai_addrlen) == 0 { return descriptor }
            failure = errno
            close(descriptor)
        }
        throw LeitmotifError(
            .system(failure), operation, address.text, String(cString: strerror(failure)),
            next: listens ? "name a free port and an address of this machine" : "look whether that address can be reached")
    }

    deinit { close(descriptor) }

    /// Sends a datagram, or drops it where the system has no room: the next one says the same.
    func send(_ bytes: [UInt8]) { _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)) }

    /// The next datagram, at most `seconds` from now; nil when there was none.
    mutating func receive(within seconds: Double) -> [UInt8]? {
        var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&wait, 1, Int32(seconds * 1000)) > 0 else { return nil }
        let count = buffer.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT)) }
        return count >= 0 ? Array(buffer[..<count]) : nil
    }
}
