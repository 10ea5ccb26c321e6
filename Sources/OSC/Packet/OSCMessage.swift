/// An address and its arguments.
public struct OSCMessage: Equatable, Sendable {
    /// Begins with a slash.
    public var address: String
    /// In the order of the wire.
    public var arguments: [OSCArgument]

    /// A message as given.
    public init(_ address: String, _ arguments: OSCArgument...) {
        self.address = address
        self.arguments = arguments
    }

    /// A message with arguments that were counted elsewhere.
    public init(_ address: String, arguments: [OSCArgument]) {
        self.address = address
        self.arguments = arguments
    }
}

/// What a datagram holds: a message, or messages that belong together.
public enum OSCPacket: Equatable, Sendable {
    /// One message alone.
    case message(OSCMessage)
    /// Elements that act together, at `time`.
    indirect case bundle(time: OSCTime, [OSCPacket])

    /// Every message with the time at which it is to act, nil for at once, in the order of the packet.
    public var messages: [(time: OSCTime?, message: OSCMessage)] { messages(at: nil) }

    private func messages(at time: OSCTime?) -> [(time: OSCTime?, message: OSCMessage)] {
        switch self {
        case .message(let message): [(time, message)]
        case .bundle(let tag, let elements): elements.flatMap { $0.messages(at: tag == .immediately ? nil : tag) }
        }
    }
}
