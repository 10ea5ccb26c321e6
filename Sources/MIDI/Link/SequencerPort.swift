import CALSA
import Capture
import Glibc

/// A client of the ALSA sequencer with a port `out` and a port `in`, to which other instruments can be connected at any time. Never
/// waits.
struct SequencerPort: ~Copyable {
    /// What other programs see.
    static let clientName = "Leitmotif"
    /// Where the system tells of clients and ports that come and go.
    private static let announcer = (client: Int32(SND_SEQ_CLIENT_SYSTEM), port: Int32(SND_SEQ_PORT_SYSTEM_ANNOUNCE))

    /// Something that came in.
    enum Arrival: Equatable {
        case message(MIDIMessage)
        /// A port was made somewhere.
        case newPort
        /// Another instrument listens from now on.
        case newListener
    }

    private let sequencer: OpaquePointer
    private let client: Int32
    private let out: Int32
    private let into: Int32

    /// - Throws: when the kernel has no sequencer, or may not be asked for one.
    init() throws(LeitmotifError) {
        alsa_silence()
        let opened = try SequencerPort.open()
        let code = snd_seq_set_client_name(opened, SequencerPort.clientName)
        let kind = UInt32(SND_SEQ_PORT_TYPE_MIDI_GENERIC | SND_SEQ_PORT_TYPE_APPLICATION)
        let out = snd_seq_create_simple_port(opened, "out", UInt32(SND_SEQ_PORT_CAP_READ | SND_SEQ_PORT_CAP_SUBS_READ), kind)
        let into = snd_seq_create_simple_port(opened, "in", UInt32(SND_SEQ_PORT_CAP_WRITE | SND_SEQ_PORT_CAP_SUBS_WRITE), kind)
        guard code == 0, out >= 0, into >= 0 else {
            snd_seq_close(opened)
            throw LeitmotifError(
                .full, "open MIDI", "the ALSA sequencer", "it has no room for another client", next: "end another program that uses MIDI")
        }
        _ = snd_seq_connect_from(opened, into, SequencerPort.announcer.client, SequencerPort.announcer.port)
        (sequencer, client, self.out, self.into) = (opened, snd_seq_client_id(opened), out, into)
    }

    private static func open() throws(LeitmotifError) -> OpaquePointer {
        var opened: OpaquePointer?
        let code = snd_seq_open(&opened, "default", SND_SEQ_OPEN_DUPLEX, SND_SEQ_NONBLOCK)
        if code == 0, let opened { return opened }
        throw LeitmotifError(
            .system(code), "open MIDI", "the ALSA sequencer", String(cString: snd_strerror(code)),
            next: code == -ENOENT ? "load it with: sudo modprobe snd-seq" : "look at the rights of /dev/snd/seq (group audio)")
    }

    deinit { snd_seq_close(sequencer) }

    /// Becomes readable when something has come in.
    var descriptor: Int32 {
        var entry = pollfd()
        return snd_seq_poll_descriptors(sequencer, &entry, 1, Int16(POLLIN)) == 1 ? entry.fd : -1
    }

    /// To every instrument that is connected; dropped where one has no room.
    func send(_ message: MIDIMessage) {
        let (kind, channel, number, value): (snd_seq_event_type, UInt8, UInt8, Int) =
            switch message {
            case .noteOn(let channel, let note, let velocity): (SND_SEQ_EVENT_NOTEON, channel, note, Int(velocity))
            case .noteOff(let channel, let note): (SND_SEQ_EVENT_NOTEOFF, channel, note, 0)
            case .controller(let channel, let number, let value): (SND_SEQ_EVENT_CONTROLLER, channel, number, Int(value))
            case .tick: (SND_SEQ_EVENT_CLOCK, 0, 0, 0)
            case .start: (SND_SEQ_EVENT_START, 0, 0, 0)
            case .continue: (SND_SEQ_EVENT_CONTINUE, 0, 0, 0)
            case .stop: (SND_SEQ_EVENT_STOP, 0, 0, 0)
            case .songPosition(let sixteenths): (SND_SEQ_EVENT_SONGPOS, 0, 0, sixteenths)
            }
        _ = alsa_sequencer_send(sequencer, out, Int32(kind.rawValue), Int32(channel), Int32(number), Int32(value))
    }

    /// The next arrival that means something here; nil when there is none.
    func receive() -> Arrival? {
        var fields: [Int32] = [0, 0, 0, 0]
        while true {
            let code = alsa_sequencer_receive(sequencer, &fields)
            // Too much came in at once, and some of it is lost: the rest is there.
            if code == -ENOSPC { continue }
            guard code >= 0 else { return nil }
            if let arrival = arrival(fields) { return arrival }
        }
    }

    private func arrival(_ fields: [Int32]) -> Arrival? {
        let (channel, number, value) = (UInt8(fields[1] & 15), UInt8(clamping: fields[2]) & 127, UInt8(clamping: fields[3]) & 127)
        switch snd_seq_event_type(rawValue: UInt32(fields[0])) {
        case SND_SEQ_EVENT_NOTEON: return .message(.noteOn(channel: channel, note: number, velocity: value))
        case SND_SEQ_EVENT_NOTEOFF: return .message(.noteOff(channel: channel, note: number))
        case SND_SEQ_EVENT_CONTROLLER: return .message(.controller(channel: channel, number: number, value: value))
        case SND_SEQ_EVENT_CLOCK: return .message(.tick)
        case SND_SEQ_EVENT_START: return .message(.start)
        case SND_SEQ_EVENT_CONTINUE: return .message(.continue)
        case SND_SEQ_EVENT_STOP: return .message(.stop)
        case SND_SEQ_EVENT_SONGPOS: return .message(.songPosition(Int(min(max(fields[3], 0), Int32(MIDIMessage.songPositions - 1)))))
        case SND_SEQ_EVENT_PORT_START: return .newPort
        case SND_SEQ_EVENT_PORT_SUBSCRIBED: return fields[1] == client && fields[2] == out ? .newListener : nil
        default: return nil
        }
    }

    /// Connects every port of others whose client or own name contains `name` (or is it, as `20:0`), both ways as far as it goes.
    /// Those that are connected stay so.
    /// - Returns: how many ports there are.
    func connect(_ name: String) -> Int {
        var count = 0
        var info: OpaquePointer?
        var portInfo: OpaquePointer?
        guard snd_seq_client_info_malloc(&info) == 0, snd_seq_port_info_malloc(&portInfo) == 0 else { return 0 }
        defer {
            snd_seq_client_info_free(info)
            snd_seq_port_info_free(portInfo)
        }
        snd_seq_client_info_set_client(info, -1)
        while snd_seq_query_next_client(sequencer, info) == 0 {
            let other = snd_seq_client_info_get_client(info)
            guard other != client, other != SequencerPort.announcer.client else { continue }
            let owner = String(cString: snd_seq_client_info_get_name(info))
            snd_seq_port_info_set_client(portInfo, other)
            snd_seq_port_info_set_port(portInfo, -1)
            while snd_seq_query_next_port(sequencer, portInfo) == 0 {
                let port = snd_seq_port_info_get_port(portInfo)
                let names = [owner, String(cString: snd_seq_port_info_get_name(portInfo))]
                guard "\(other):\(port)" == name || names.contains(where: { SequencerPort.contains($0, name) }) else { continue }
                let goesOut = snd_seq_connect_to(sequencer, out, other, port)
                let comesIn = snd_seq_connect_from(sequencer, into, other, port)
                if [goesOut, comesIn].contains(where: { $0 == 0 || $0 == -EBUSY }) { count += 1 }
            }
        }
        return count
    }

    private static func contains(_ text: String, _ part: String) -> Bool {
        let (text, part) = (Array(text.lowercased().utf8), Array(part.lowercased().utf8))
        guard !part.isEmpty, text.count >= part.count else { return false }
        return (0...(text.count - part.count)).contains { text[$0..<($0 + part.count)].elementsEqual(part) }
    }
}
