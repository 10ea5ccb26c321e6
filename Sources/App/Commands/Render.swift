import ArgumentParser
import Capture
import DSP
import FoundationEssentials
import Glibc
import Mood
import Session

struct Render: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Render a song in a mood, along a timeline, or as it was in a recorded session.",
        discussion: """
            EXAMPLES
              app render --song waltz.flac --emotion sad --out sad.wav
              app render --song theme --timeline moods.csv --out story.flac --map seed-table
              app render --song theme --session evening.session --out again.wav

            A timeline is CSV: the header seconds,expression and a row for every change; the expression silence stops the music.
            The song is analysed first for its beats and the loudness of the moods; the cache keeps both.
            Without --seconds the song is played once and its tail rings out; with it, the song loops for exactly that long.
            """)

    @Option(help: "'theme', or a sound file. Default: the theme; with --session, the recorded song.") var song: String?
    @Option(help: "FILE.wav (32-bit float) or FILE.flac (24 bit).") var out: String
    @Option(help: "happy, sad, angry, surprise or neutral, from the first frame on.") var emotion: String?
    @Option(help: "CSV with the header seconds,expression.") var timeline: String?
    @Option(help: "A file made by --record: the same sound again, byte for byte.") var session: String?
    @Option(help: "'seed', 'seed-table', 'drama' or a TOML file.") var map = "seed"
    @Option(parsing: .unconditional, help: "Length in seconds; the song loops.") var seconds: Double?
    @Option(parsing: .unconditional, help: "0…1: how far the music follows the expression.") var amount = 1.0
    @Option(help: "When key, tempo and effect change: now, beat or bar. Default: as the map says.") var quantise: String?
    @Option(parsing: .unconditional, help: "0…10 seconds that a change may wait for a bar; else it takes the next beat.")
    var longestWait = Conductor.usualLongestWait
    @Option(
        help: """
            How tempo and key are changed: light (for small boards), normal or best (several times the work). Default: normal; with \
            --session, the recorded one.
            """,
        transform: checkedQuality)
    var quality: StretchQuality?

    func validate() throws {
        var files = NamedFiles()
        files.readsSong("--song", song)
        files.reads("--timeline", timeline)
        files.reads("--session", session)
        files.readsMap("--map", map)
        files.writesSound("--out", out)
        try files.check()
        try check(seconds, "--seconds", in: 0.01...1e6, "seconds")
        try check(amount, "--amount", in: 0...1)
        _ = try checkedQuantise(quantise)
        try check(longestWait, "--longest-wait", in: 0...10, "seconds")
        if let emotion { _ = try checkedExpression(emotion) }
        try refuseWithSession()
        let ways = [emotion, timeline, session].compactMap { $0 }.count
        guard ways == 1 else {
            let given = ways == 0 ? "no" : "more than one"
            throw ValidationError("render: \(given) mood given; choose one of --emotion, --timeline and --session")
        }
    }

    private func refuseWithSession() throws {
        guard session == nil || (map == "seed" && amount == 1 && quantise == nil && longestWait == Conductor.usualLongestWait) else {
            throw ValidationError(
                "--session: the record already holds the settings; leave out --map, --amount, --quantise and --longest-wait")
        }
    }

    mutating func run() throws {
        StopFlag.catchSignals()
        if let session { try replay(session) } else { try perform() }
    }

    private func perform() throws {
        let map = try MapFile.map(self.map)
        let rows = try timeline.map(TimelineFile.read) ?? []
        let songs = try MoodSongs(Song.open(self.song ?? "theme"), map: map, amount: Float(amount), quality: quality ?? .normal)
        let rate = songs.rate
        let opening = rows.last { $0.seconds == 0 }
        let first = try emotion.map(checkedExpression) ?? (opening == nil ? .neutral : opening?.expression)
        var setting = Performance.Setting(mapping: songs.mapping)
        setting.moodSongs = songs.known
        setting.loudness = songs.loudness
        setting.quantise = try checkedQuantise(quantise)
        var moods = ScoredMoods(setting, first: first, rate: rate)
        for row in rows where row.seconds > 0 { moods.play(row.expression, at: row.seconds) }
        // Several songs loop: there is no end whose tail could ring out.
        var length = RenderLength.song(longestTailSeconds: songs.known.isEmpty ? 10 : 0)
        if let seconds = seconds ?? rows.last.map({ $0.seconds + 5 }) { length = .frames(Int64((seconds * rate).rounded())) }
        let render = OfflineRender(
            songs: songs.playable, outputRate: rate, channels: 2, start: moods.start, longestWait: longestWait,
            quality: quality ?? .normal, length: length)
        try write(render, rate: rate, changes: moods.wishes)
        try songs.checkDamage()
    }

    private func replay(_ path: String) throws {
        let record = try SessionRecord(parsing: Files.text(of: path, "read session"), path: path)
        let songs = RecordedSongs(record, instead: song)
        var files = NamedFiles()
        for name in songs.names { files.readsSong("the record's song", name) }
        files.writesSound("--out", out)
        try files.check()
        let frames = seconds.map { Int64(($0 * record.outputRate).rounded()) } ?? record.length
        guard frames > 0 else {
            throw LeitmotifError(.damaged, "render session", path, "not a single frame was played in it", next: "give a longer record")
        }
        for remark in songs.remarks { Program.say("\(ProgramName.own): \(remark)") }
        var render = try SessionReplay(record, channels: 2, quality: quality, open: songs.open)
        let written = try SoundOutput.write(out, rate: record.outputRate, channels: 2) { (writer, progress) throws(LeitmotifError) in
            try render.run(frames: frames, progress: progress, into: writer.write)
        }
        try say(written, rate: record.outputRate)
        for (song, damage) in render.damage { try Song.checkDamage(damage, song) }
    }

    private func write(_ render: consuming OfflineRender, rate: Double, changes: [ScoredWish]) throws {
        var render = render
        let written = try SoundOutput.write(out, rate: rate, channels: 2) { (writer, progress) throws(LeitmotifError) in
            try render.run(changes: changes, progress: progress, into: writer.write)
        }
        try say(written, rate: rate)
    }

    private func say(_ written: Int64, rate: Double) throws {
        try Output.line("\(out): \(String(printf: "%.3f", Double(written) / rate)) s, \(written) frames at \(rate.short) Hz")
    }
}
