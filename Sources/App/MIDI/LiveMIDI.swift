import MIDI
import Session

/// The MIDI of a live run: the same ports for all its sessions.
struct LiveMIDI {
    private let link: MIDILink?
    private var learnt: LearntBindings
    private let say: (String) -> Void

    init(_ options: MIDIOptions, say: @escaping (String) -> Void) throws {
        self.say = say
        learnt = LearntBindings(path: options.isUsed ? LearntBindings.usualPath : nil, say: say)
        guard options.isUsed else {
            link = nil
            return
        }
        var setting = MIDILink.Setting()
        setting.connections = options.midiConnect
        setting.channel = UInt8(options.midiChannel - 1)
        setting.clock = options.midiClock
        setting.bindings = learnt.bindings + (try options.bindings)
        setting.lesson = options.midiLearn
        link = try MIDILink(setting)
        say("MIDI: ports Leitmotif:out and Leitmotif:in; aconnect or a patch bay connects them")
    }

    /// Shows and steers the session behind this port from now on.
    func follow(_ port: SessionPort?) { link?.follow(port) }

    /// Prints what the thread has to say, and keeps what was learnt.
    mutating func serve() {
        guard let link else { return }
        link.takeNotices().forEach(say)
        learnt.keep(link.takeLearnt(), say: say)
    }
}
