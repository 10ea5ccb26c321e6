import ArgumentParser
import Capture
import DSP
import FoundationEssentials
import Glibc
import Mood
import Session

struct Live: CompletedBySettings {
    static let configuration = CommandConfiguration(
        abstract: "Watch a face and play a song that follows it (what `app` alone does).",
        discussion: """
            EXAMPLES
              app                                          camera and sound card, if any
              app --camera 1 --song waltz.flac             the second camera, your own song
              app --camera party.mp4 --output party.wav --seconds 60
              app --song ~/music                           all songs of a folder in turn; n and p go on and back
              app --output default --output tonight.flac   listen and record at once
              app --calibration anna --idle fade           see app calibrate
              app --map seed --map mine.toml               two maps; m switches
              app --osc-send 192.168.1.20:9000 --osc-listen 9001
              app --midi-connect Digitakt --midi-clock send
              app --config stage.toml                      options from a file; app settings shows them

            In a terminal, 1 to 5 hold a mood (happy, sad, angry, surprise, neutral) and 0 lets the face decide again; m plays the \
            next map, space pauses and goes on, t taps a beat, + and - change the volume, [ and ] how far the music follows; i leaves \
            out the face that counts (a picture on the wall), a counts all again; n and p play the next song and the one before; Escape plays the piece itself, q ends the session.

            A song is analysed while it plays: as soon as its beats are known, changes wait for them, and all moods are brought to \
            one loudness.
            """)

    @Option(
        help: """
            A number, a stable id, part of a name, /dev/video*, 'rpicam' (the ribbon cable of a Raspberry Pi), 'actor', a picture, \
            a folder, FILE.y4m, - or a video. Default: the first camera, else the actor.
            """)
    var camera: String?
    @Option(
        help: """
            'theme', a sound file, or a folder of them; may be repeated. Several go round, each fading into the next, and n and p go on \
            and back; a single one loops. Default: theme.
            """)
    var song: [String] = []
    @Option(
        help: """
            An ALSA name ('default', 'hw:1,0'), FILE.wav, FILE.flac or 'null'; may be repeated. Default: the sound card, else \
            leitmotif-session.wav.
            """)
    var output: [String] = []
    @Option(
        help: """
            'seed', 'seed-table', 'drama' or a TOML file, which is read again whenever it changes; may be repeated, then m \
            switches between them. A mood may have a song of its own there. Default: seed and drama.
            """)
    var map: [String] = []
    @Option(parsing: .unconditional, help: "Stop after this many seconds. Default: play until Ctrl-C, SIGTERM or q.")
    var seconds: Double?
    @Option(help: "Write the session's numbers (never a picture) to this file.") var record: String?
    @Option(help: "low, normal, safe, or the length of a block in milliseconds.") var latency = "normal"
    @Option(
        help: "How tempo and key are changed: light (for small boards), normal or best (several times the work). Default: normal.",
        transform: checkedQuality)
    var quality = StretchQuality.normal
    @Option(help: "The channels of the sound card that left and right go to, as 3,4; one for a mono sum. Default: the first two.")
    var channels: String?
    @Option(help: "When key, tempo and effect change: now, beat or bar. Default: as the map says.") var quantise: String?
    @Option(parsing: .unconditional, help: "0…10 seconds that a change may wait for a bar; else it takes the next beat.")
    var longestWait = Conductor.usualLongestWait
    @Option(parsing: .unconditional, help: "0…1: how far the music follows the face.") var amount = 1.0
    @Option(
        help: """
            When nobody has been there for some seconds: neutral (return to it), fade (to silence, until a face appears) or loop \
            (wander through the moods, 12 s each). Default: neutral.
            """,
        transform: checkedIdle)
    var idle = Idle.neutral
    @OptionGroup var faces: FaceOptions
    @OptionGroup var page: PageOptions
    @OptionGroup var osc: OSCOptions
    @OptionGroup var midi: MIDIOptions
    @Flag(inversion: .prefixedNo, help: "One JSON object a line instead of words.") var json = false
    @Option(help: "A TOML file with these options as its keys. Default: settings.toml in ~/.config/leitmotif, if there is one.")
    var config: String?

    func validate() throws {
        try check(seconds, "--seconds", in: 0.01...1e7, "seconds")
        try check(amount, "--amount", in: 0...1)
        _ = try checkedQuantise(quantise)
        try check(longestWait, "--longest-wait", in: 0...10, "seconds")
        _ = try LatencyChoice(latency)
        _ = try channels.map { try ChannelChoice($0) }
        guard !output.contains(""), record != "", !song.contains("") else { throw ValidationError("--song, --output, --record: a name is empty") }
        guard output.filter({ OutputName($0).isCard }).count <= 1 else {
            throw ValidationError("--output: more than one sound device; name one device and any number of files")
        }
        try files(writing: output.filter { OutputName($0).isFile }).check()
    }

    /// What is read, and what is written.
    /// - Parameter sounds: the sound files among it.
    func files(writing sounds: [String]) -> NamedFiles {
        var files = NamedFiles()
        for name in (try? SongNames(song).all) ?? [] { files.readsSong("--song", name) }
        files.readsPictures("--camera", camera)
        for name in map { files.readsMap("--map", name) }
        files.reads(faces)
        for name in sounds { files.writesSound("--output", name) }
        files.reads("--config", config ?? SettingsFile.usualPath)
        files.writes("--record", record)
        return files
    }

    mutating func run() throws {
        let terminal = try Terminal(json: json)
        do {
            do { try play(terminal) } catch let error as LeitmotifError {
                terminal.complain(error)
                throw ExitCode(1)
            }
        } catch {
            try? terminal.close()
            throw error
        }
        try terminal.close()
    }

    /// Plays song after song.
    private func play(_ terminal: Terminal) throws {
        var maps = try MapChoice(map)
        let named = try SongNames(song)
        named.remarks.forEach(terminal.notice)
        var songs = named.all
        var left = seconds
        let page = try LivePage.open(page, songs: songs, say: terminal.notice)
        let osc = try LiveOSC(osc, say: terminal.notice)
        var midi = try LiveMIDI(midi, say: terminal.notice)
        while true {
            var parts = try open(songs, left, maps, page?.preview, terminal)
            let port = SessionPort()
            page?.begin(&parts, port: port, song: songs[0])
            osc.follow(port)
            midi.follow(port)
            let outcome: LiveSession.Outcome
            do {
                outcome = try play(parts, port, &maps, osc, &midi, terminal)
            } catch {
                page?.end(next: nil)
                throw error
            }
            page?.end(next: outcome.nextSong)
            osc.follow(nil)
            midi.follow(nil)
            left = left.map { $0 - outcome.snapshot.playedSeconds }
            guard let next = outcome.nextSong, left ?? 1 > 0 else { return }
            do {
                // Opened once to see whether it can be: else the old one plays again.
                _ = try Song.open(next)
                // One of the list goes on from there; any other plays alone.
                songs = named.all.firstIndex(of: next).map { Array(named.all[$0...] + named.all[..<$0]) } ?? [next]
            } catch {
                terminal.notice("\(error); \(songs[0]) plays again")
            }
        }
    }

    /// Prints the events that have words for people, and does what they ask of files.
    private func show(_ events: [SessionEvent], _ requests: inout LiveRequests, _ maps: inout MapChoice, _ terminal: Terminal) {
        for event in events {
            if let words = event.kind.words { terminal.notice(words) }
            requests.serve(event, &maps, say: terminal.notice)
        }
    }

    private func open(
        _ songs: [String], _ seconds: Double?, _ maps: MapChoice, _ preview: Preview?, _ terminal: Terminal
    ) throws -> LiveParts {
        try LiveOpening(options: self, songs: songs, seconds: seconds, maps: maps, preview: preview, say: terminal.notice).open()
    }

    /// What records of this session say of it.
    private func recordHead(_ parts: borrowing LiveParts, _ maps: MapChoice) -> RecordHead {
        var head = RecordHead(program: "\(Leitmotif.name) \(Leitmotif.version)", blockFrames: parts.blockFrames)
        head.songCount = parts.songCount
        head.maps = maps.all.map { ($0.name, MapFile.text($0)) }
        head.weights = Files.faceWeights(faces.weights)
        return head
    }

    /// Plays to the end.
    private func play(
        _ parts: consuming LiveParts, _ port: SessionPort, _ maps: inout MapChoice, _ osc: LiveOSC, _ midi: inout LiveMIDI,
        _ terminal: Terminal
    ) throws -> LiveSession.Outcome {
        // Not earlier: Ctrl-C must be able to kill the opening of a source that never starts.
        StopFlag.catchSignals()
        let files = parts.recordings
        defer { port.close() }
        let events = port.subscribe()
        let head = recordHead(parts, maps)
        var requests = LiveRequests(port: port, head: head)
        let recorder = try record.map { try SessionRecorder(path: $0, subscription: port.subscribe(capacity: 1 << 16), head: head) }
        let rescued = files.compactMap(SoundFileWriter.rescuePath(of:))
        let session = try SessionThread(try LiveSession(parts, port: port, stop: .signalled))
        for path in rescued { terminal.notice("a session that did not end had left sound: kept as \(path)") }
        terminal.begin()
        defer { terminal.end() }
        while !events.isOver {
            show(events.take().events, &requests, &maps, terminal)
            for command in terminal.commands(port.snapshot) { port.send(command) }
            for fact in maps.edits() { port.report(fact) }
            if let error = recorder?.takeError() { terminal.notice(error.description) }
            requests.sayErrors(terminal.notice)
            osc.sayNotices()
            midi.serve()
            terminal.show(port.snapshot)
            Clock.sleep(until: Clock.seconds + 0.1)
        }
        let result = Result { () throws(LeitmotifError) in try session.finish() }
        show(events.take().events, &requests, &maps, terminal)
        terminal.end()
        do throws(LeitmotifError) { try requests.end() } catch { terminal.notice(error.description) }
        let record = Result { () throws(LeitmotifError) in try recorder?.finish() }
        // What failed first is the reason for what failed later; each is named.
        if case .failure = result, let error = recorder?.takeError() { terminal.notice(error.description) }
        let outcome = try result.get()
        terminal.show(summary: outcome.snapshot, files: files)
        try record.get()
        return outcome
    }
}
