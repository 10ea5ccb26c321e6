import OSC
import Session

/// The OSC of a live run: the same senders and the same receiver for all its sessions.
struct LiveOSC {
    private let senders: [OSCSender]
    private let receiver: OSCReceiver?
    private let say: (String) -> Void

    init(_ options: OSCOptions, say: @escaping (String) -> Void) throws {
        self.say = say
        senders = try options.receivers.map { try OSCSender(to: $0, as: options.oscProfile) }
        let listening = try options.listening
        receiver = try listening.map { try OSCReceiver(at: $0) }
        if let listening { say("OSC commands: at \(listening.text)") }
    }

    /// Shows and steers the session behind this port from now on.
    func follow(_ port: SessionPort?) {
        for sender in senders { sender.follow(port) }
        receiver?.steer(port)
    }

    /// Prints what the threads have to say.
    func sayNotices() {
        for sender in senders { sender.takeNotices().forEach(say) }
        receiver?.takeNotices().forEach(say)
    }
}
