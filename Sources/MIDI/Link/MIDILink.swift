import Capture
import Glibc
import Session
import Synchronization

/// Sends what a session shows and takes commands, by the ALSA sequencer, on a thread of its own.
public final class MIDILink: Sendable {
    /// What a link is to do.
    public struct Setting: Sendable {
        /// Names or addresses of other instruments' ports, connected whenever they are there.
        public var connections: [String] = []
        /// Of what goes out, 0 … 15.
        public var channel: UInt8 = 0
        /// What becomes of a clock.
        public var clock = ClockRole.off
        /// What comes in and what it does, beside the usual.
        public var bindings: [MIDIBinding] = []
        /// Commands that wait for their key or knob.
        public var lesson: [String] = []

        /// Ports, and nothing else.
        public init() {}
    }

    /// What both threads see.
    fileprivate final class Shared: Sendable {
        let port = Mutex<SessionPort?>(nil)
        let notices = Mutex<[String]>([])
        let learnt = Mutex<[MIDIBinding]>([])
        let stop = StopFlag()

        func say(_ line: String) { notices.withLock { $0.append(line) } }
    }

    private let shared = Shared()
    private let worker: Worker

    /// Opens the ports.
    /// - Throws: when the kernel has no sequencer, or there is no thread to be had.
    public init(_ setting: Setting) throws(LeitmotifError) {
        let shared = shared
        let sequencer = try SequencerPort()
        // A clock's ticks must not wait for others.
        worker = try Worker("midi", realTimePriority: setting.clock == .off ? nil : MIDILink.clockPriority, moving: sequencer) { sequencer in
            var work = Work(setting, shared)
            work.run(sequencer)
        }
    }

    /// Below that of the sound.
    private static let clockPriority: Int32 = 40

    /// Shows and steers this session from now on; without one, notes and clock end.
    public func follow(_ port: SessionPort?) { shared.port.withLock { $0 = port } }

    /// Lines for people since the last call.
    public func takeNotices() -> [String] { shared.notices.withLock { notices in defer { notices = [] }; return notices } }

    /// What was learnt since the last call.
    public func takeLearnt() -> [MIDIBinding] { shared.learnt.withLock { learnt in defer { learnt = [] }; return learnt } }

    deinit {
        shared.stop.set()
        worker.join()
    }
}

/// What the thread owns.
private struct Work {
    /// How often the snapshot is looked at.
    private static let passSeconds = 0.01

    private let setting: MIDILink.Setting
    private let shared: MIDILink.Shared
    private var voice: MoodVoice
    private var map: MIDIMap
    private var lesson: MIDILesson
    private var beats = HeardBeats()
    private var clock = BeatClock()
    private var outside = OutsideClock()
    private var follower = ClockFollower()
    private var followed: SessionPort?
    private var isConnected: [Bool]

    init(_ setting: MIDILink.Setting, _ shared: MIDILink.Shared) {
        self.setting = setting
        self.shared = shared
        voice = MoodVoice(channel: setting.channel)
        map = MIDIMap(setting.bindings)
        lesson = MIDILesson(setting.lesson)
        isConnected = setting.connections.map { _ in false }
    }

    mutating func run(_ sequencer: borrowing SequencerPort) {
        connect(sequencer, isFirst: true)
        askForNext()
        while !shared.stop.isSet {
            let port = shared.port.withLock { $0 }
            show(port?.snapshot, sequencer)
            wait(sequencer.descriptor, until: min(Clock.seconds + Work.passSeconds, clock.nextSeconds))
            for message in clock.due(at: Clock.seconds) { sequencer.send(message) }
            while let arrival = sequencer.receive() {
                switch arrival {
                case .newPort: connect(sequencer, isFirst: false)
                case .newListener:
                    clock.repeatPosition()
                    voice.repeatValues()
                case .message(let message): take(message, port)
                }
            }
            if setting.clock == .follow, let port { follow(port) }
        }
        show(nil, sequencer)
        for message in clock.due(at: -.infinity) { sequencer.send(message) }
    }

    private mutating func show(_ snapshot: Snapshot?, _ sequencer: borrowing SequencerPort) {
        let messages = snapshot.map { voice.messages(for: $0) } ?? voice.silence()
        for message in messages { sequencer.send(message) }
        guard setting.clock == .send else { return }
        clock.take(snapshot.flatMap { beats.moment(in: $0) })
        if let remark = clock.takeRemark() { shared.say(remark) }
    }

    /// Another session begins by its own beats.
    private mutating func follow(_ port: SessionPort) {
        if followed !== port { (followed, follower) = (port, ClockFollower()) }
        let now = Clock.seconds
        outside.advance(to: now)
        for step in follower.steps(following: outside, port.snapshot, at: now) {
            switch step {
            case .pace(let pace): port.report(.paced(pace))
            case .locate(let seconds, let frame): port.report(.located(seconds: seconds, frame: frame))
            case .pause: port.send(.pause)
            case .resume: port.send(.resume)
            }
        }
        for remark in outside.takeRemarks() + follower.takeRemarks() { shared.say(remark) }
    }

    private mutating func take(_ message: MIDIMessage, _ port: SessionPort?) {
        if setting.clock == .follow { outside.take(message, at: Clock.seconds) }
        if let binding = lesson.take(message) {
            map.add(binding)
            shared.learnt.withLock { $0.append(binding) }
            shared.say("learnt: \(binding.text)")
            askForNext()
            return
        }
        if let command = map.command(for: message) { port?.send(command) }
    }

    private func askForNext() {
        if let words = lesson.words { shared.say("play the key or move the knob that is to do: \(words)") }
    }

    /// Those that come later are connected then; each loss and return is said once.
    private mutating func connect(_ sequencer: borrowing SequencerPort, isFirst: Bool) {
        for (index, name) in setting.connections.enumerated() {
            let isThere = sequencer.connect(name) > 0
            if isThere, !isConnected[index] { shared.say("MIDI: connected with \(name)") }
            if !isThere, isFirst { shared.say("MIDI: there is no \(name) yet; it is connected when it comes") }
            isConnected[index] = isThere
        }
    }

    private func wait(_ descriptor: Int32, until seconds: Double) {
        let left = seconds - Clock.seconds
        guard left > 0 else { return }
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        // Counts whole milliseconds; the rest is slept.
        if poll(&entry, 1, Int32(left * 1000)) == 0 { Clock.sleep(until: seconds) }
    }
}
