import Session

/// What came in and when it is to act: a value without clock or socket.
struct OSCInbox {
    /// Messages that wait for the time of their bundle, and how far ahead that may lie; beyond either they act at once.
    static let mostWaiting = 256
    static let furthestSeconds = 60.0
    /// Commands a second, and at once after a rest: more than a fader sends, less than would drown the session.
    static let mostPerSecond = 200.0
    private static let complaintSeconds = 10.0
    private static let longestWait = 0.1

    private var waiting: [(seconds: Double, command: Command)] = []
    private var ready: [Command] = []
    private var allowance = OSCInbox.mostPerSecond
    private var lastSeconds: Double?
    private var dropped = 0
    private var unknown = 0
    private var lastUnknown = ""
    private var nextComplaint = -Double.infinity

    /// Takes a datagram.
    /// - Parameters:
    ///   - now: by the clock that never jumps, in seconds.
    ///   - secondsSince1970: the same moment by the clock of the day, to which time tags refer.
    mutating func take(_ bytes: [UInt8], at now: Double, secondsSince1970: Double) {
        allowance = min(allowance + (now - (lastSeconds ?? now)) * OSCInbox.mostPerSecond, OSCInbox.mostPerSecond)
        lastSeconds = now
        guard let packet = OSCPacket(bytes) else { return miss("a packet that is no OSC") }
        for (time, message) in packet.messages {
            guard let command = Command(message) else {
                miss(message.address)
                continue
            }
            guard allowance >= 1 else {
                dropped += 1
                continue
            }
            allowance -= 1
            let ahead = time?.secondsSince1970.map { $0 - secondsSince1970 } ?? 0
            if ahead > 0, ahead <= OSCInbox.furthestSeconds, waiting.count < OSCInbox.mostWaiting {
                let at = now + ahead
                waiting.insert((at, command), at: waiting.firstIndex { $0.seconds > at } ?? waiting.count)
            } else {
                ready.append(command)
            }
        }
    }

    private mutating func miss(_ address: String) {
        unknown += 1
        lastUnknown = String(address.prefix(80))
    }

    /// What acts now, in order.
    mutating func due(at now: Double) -> [Command] {
        let count = waiting.firstIndex { $0.seconds > now } ?? waiting.count
        let commands = ready + waiting.prefix(count).map(\.command)
        waiting.removeFirst(count)
        ready = []
        return commands
    }

    /// For how many seconds nothing is due.
    func wait(at now: Double) -> Double { min(max((waiting.first?.seconds ?? .infinity) - now, 0), OSCInbox.longestWait) }

    /// A line about what could not be used, every ten seconds at most.
    mutating func complaint(at now: Double) -> String? {
        guard unknown + dropped > 0, now >= nextComplaint else { return nil }
        nextComplaint = now + OSCInbox.complaintSeconds
        defer { (unknown, dropped) = (0, 0) }
        var parts: [String] = []
        if unknown > 0 { parts.append("\(unknown) not understood (\(lastUnknown)); docs/osc.md lists what is") }
        if dropped > 0 { parts.append("\(dropped) dropped: more than \(Int(OSCInbox.mostPerSecond)) a second") }
        return "OSC messages: " + parts.joined(separator: "; ")
    }
}
