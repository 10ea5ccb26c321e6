import Capture
import Mood
import NIOCore
import Session

/// What all connections share: the session that is shown, the streams that show it, and the clock that drives them. Lives on the page's
/// event loop, its only thread.
final class PageHub {
    /// Events of a stream that are gone the next moment come this often at most.
    private static let framesPerSecond = 30
    /// With more streams than this, all of them come less often, so that a crowd costs no more.
    private static let fewStreams = 16
    private static let crowdFramesPerSecond = 8
    /// While nobody looks, events are still collected.
    private static let idleSeconds = 0.25
    private static let mostNotices = 100

    let setting: PageSetting
    let gate: PageGate
    let mostConnections: Int
    var connections = 0
    private let eventLoop: any EventLoop
    private var streams: [EventStream] = []
    private var show: Show?
    private var previewCache: (number: Int, bytes: [UInt8])?
    private var isOver = false

    /// The session that is shown.
    private final class Show {
        let session: PageSession
        var meter: SoundMeter?
        var notices: [Notice] = []
        var told = Told()

        init(_ session: PageSession) {
            self.session = session
            meter = session.takeMeter()
        }
    }

    /// What was sent last, to notice what changes.
    private struct Told {
        var sight: Double?
        var ignored: Set<Int> = []
        var outline: SongOutline.Result?
        var song = ""
        var beats: SongBeats?
        var songLength: Double?
        var tuning: Tuning?
        var tuningAt = 0.0
        var state: StateMessage.Watched?
        var stateAt = 0.0
    }

    init(_ setting: PageSetting, eventLoop: any EventLoop, mostConnections: Int) {
        self.setting = setting
        self.eventLoop = eventLoop
        self.mostConnections = mostConnections
        gate = PageGate(tokens: setting.tokens, isLoopback: setting.address.isLoopback, allowsPreview: setting.allowsPreview)
    }

    func admits() -> Bool { connections < mostConnections && !isOver }

    /// What the header Host may be on a connection to this address of ours.
    func hosts(at address: SocketAddress) -> Set<String> {
        guard let port = address.port, var name = address.ipAddress else { return [] }
        if name.hasPrefix("::ffff:") { name.removeFirst("::ffff:".count) }
        var names: Set = [name, setting.address.host]
        if name == "::1" || name.hasPrefix("127.") { names.insert("localhost") }
        // Where everything is served, each address has its own name.
        names.subtract(["0.0.0.0", "::"])
        var hosts = Set(names.map { PageAddress.text(host: $0, port: port) })
        if port == 80 { hosts.formUnion(names) }
        return hosts
    }

    // MARK: - Sessions

    func begin(_ session: PageSession) {
        show = Show(session)
        for stream in streams { greet(stream) }
    }

    func end(next: String?) {
        show = nil
        var bytes = ByteBuffer()
        bytes.writeEvent("over", PageMessages.over(next: next))
        for stream in streams { stream.write(bytes) }
    }

    func close() {
        isOver = true
        for stream in streams { stream.end() }
    }

    // MARK: - Streams

    func add(_ stream: EventStream) {
        streams.append(stream)
        var bytes = ByteBuffer()
        bytes.writeString("retry: 1000\n\n")
        stream.write(bytes)
        greet(stream)
    }

    func remove(_ stream: EventStream) { streams.removeAll { $0 === stream } }

    private func greet(_ stream: EventStream) {
        guard let show else { return }
        let snapshot = show.session.port.snapshot
        var bytes = ByteBuffer()
        bytes.writeEvent("hello", PageMessages.hello(setting, show.session.songs, stream.access, ceiling: snapshot.volumeCeiling))
        var everything = everything(snapshot)
        bytes.writeBuffer(&everything)
        stream.write(bytes)
    }

    /// All that lasts.
    private func everything(_ snapshot: Snapshot) -> ByteBuffer {
        var bytes = ByteBuffer()
        guard let show else { return bytes }
        let session = show.session
        bytes.writeEvent("song", songMessage(snapshot, session))
        bytes.writeEvent("map", PageMessages.map(snapshot.tuning))
        bytes.writeEvent("notices", PageMessages.notices(show.notices))
        bytes.writeEvent("state", StateMessage(snapshot: snapshot, surroundings: surroundings).text)
        return bytes
    }

    /// The outline is that of the song which the session began with; any other is shown by its name, beats and length.
    private func songMessage(_ snapshot: Snapshot, _ session: PageSession) -> JSONText {
        guard snapshot.playsAnotherSong else { return PageMessages.song(snapshot, label: session.songLabel, outline: session.outline?.result) }
        let label = snapshot.song.split(separator: "/").last.map(String.init) ?? snapshot.song
        return PageMessages.song(snapshot, label: label, outline: nil)
    }

    private var surroundings: StateMessage.Surroundings {
        StateMessage.Surroundings(
            memory: Surroundings.residentMegabytes, disk: Surroundings.freeMegabytes(of: "."), clients: streams.count,
            previewLeft: setting.preview.secondsLeft)
    }

    // MARK: - The clock

    /// One pass, which schedules the next.
    func tick() {
        guard !isOver else { return }
        let rate = streams.count > PageHub.fewStreams ? PageHub.crowdFramesPerSecond : PageHub.framesPerSecond
        let seconds = streams.isEmpty ? PageHub.idleSeconds : 1 / Double(rate)
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        eventLoop.scheduleTask(in: .nanoseconds(Int64(seconds * 1e9))) { bound.value.tick() }
        pass(at: Clock.seconds)
    }

    private func pass(at now: Double) {
        guard let show else { return }
        let fresh = show.session.events.take().events.compactMap { Notice($0) }
        show.notices = show.notices.suffix(PageHub.mostNotices - min(fresh.count, PageHub.mostNotices)) + fresh.suffix(PageHub.mostNotices)
        let sound = show.meter != nil ? show.meter!.read() : SoundMeter.Reading()
        guard !streams.isEmpty else { return }
        let snapshot = show.session.port.snapshot
        let lasting = changes(snapshot, fresh, show, at: now)
        var frame = ByteBuffer()
        if snapshot.sight?.seconds != show.told.sight || snapshot.ignoredFaces != show.told.ignored {
            (show.told.sight, show.told.ignored) = (snapshot.sight?.seconds, snapshot.ignoredFaces)
            frame.writeEvent("faces", PageMessages.faces(snapshot.sight, ignored: snapshot.ignoredFaces))
        }
        frame.writeEvent("now", PageMessages.now(snapshot, sound))
        for stream in streams { stream.send(lasting: lasting, frame: frame, everything: { everything(snapshot) }, at: now) }
    }

    /// What of the lasting things has changed since the last pass.
    private func changes(_ snapshot: Snapshot, _ fresh: [Notice], _ show: Show, at now: Double) -> ByteBuffer {
        var bytes = ByteBuffer()
        var told = show.told
        let outline = show.session.outline?.result
        if outline != told.outline || snapshot.song != told.song || snapshot.beats != told.beats || snapshot.songLength != told.songLength {
            (told.outline, told.song, told.beats, told.songLength) = (outline, snapshot.song, snapshot.beats, snapshot.songLength)
            bytes.writeEvent("song", songMessage(snapshot, show.session))
        }
        if snapshot.tuning != told.tuning, now - told.tuningAt >= 0.2 {
            (told.tuning, told.tuningAt) = (snapshot.tuning, now)
            bytes.writeEvent("map", PageMessages.map(snapshot.tuning))
        }
        for notice in fresh { bytes.writeEvent("notice", .object { notice.write(to: &$0) }) }
        let watched = StateMessage.Watched(snapshot, previewIsOn: setting.preview.secondsLeft > 0)
        if now - told.stateAt >= (watched == told.state ? 0.5 : 0.2) {
            (told.state, told.stateAt) = (watched, now)
            bytes.writeEvent("state", StateMessage(snapshot: snapshot, surroundings: surroundings).text)
        }
        show.told = told
        return bytes
    }

    // MARK: - Commands

    func take(command body: [UInt8]) -> PageAnswer {
        guard let text = String(validating: body, as: UTF8.self), !body.contains(where: { $0 < 32 || $0 == 127 }),
            let command = Command(words: text)
        else { return .refused(400, "that is no command") }
        if command.isTuning, setting.isLocked { return .refused(403, "tuning is locked") }
        switch command {
        case .stop: return .refused(403, "the session ends where it was started")
        case .song(let name):
            guard let songs = show?.session.songs, songs.contains(where: { $0.name == name }) else {
                return .refused(403, "only the songs of the list can be asked for")
            }
        default: break
        }
        guard let show, show.session.port.send(command) else { return .refused(503, "no session plays now") }
        return .taken
    }

    // MARK: - Preview

    /// It goes off by itself after so long.
    private static let previewSeconds = 600.0

    func switchPreview(_ body: [UInt8]) -> PageAnswer {
        switch String(decoding: body, as: UTF8.self) {
        case "on": setting.preview.show(until: Clock.seconds + PageHub.previewSeconds)
        case "off":
            setting.preview.show(until: 0)
            previewCache = nil
        default: return .refused(400, "on or off")
        }
        return .taken
    }

    /// Made once for all that ask, however often.
    func previewAnswer() -> PageAnswer {
        guard let picture = setting.preview.picture else {
            previewCache = nil
            return .taken
        }
        if previewCache?.number != picture.number {
            guard let bytes = JPEGEncoder.bytes(luma: picture.luma, width: picture.width, height: picture.height) else { return .taken }
            previewCache = (picture.number, bytes)
        }
        return PageAnswer(status: 200, type: "image/jpeg", bytes: previewCache?.bytes ?? [])
    }
}
