import ArgumentParser
import Capture
import DSP
import Foundation
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

            A timeline is CSV: the header seconds,expression and a row for every change.
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
        if let emotion { _ = try checkedExpression(emotion) }
        try refuseWithSession()
        let ways = [emotion, timeline, session].compactMap { $0 }.count
        guard ways == 1 else {
            let given = ways == 0 ? "no" : "more than one"
            throw ValidationError("render: \(given) mood given; choose one of --emotion, --timeline and --session")
        }
    }

    private func refuseWithSession() throws {
        guard session == nil || (map == "seed" && amount == 1 && quantise == nil) else {
            throw ValidationError("--session: the record already holds the settings; leave out --map, --amount and --quantise")
        }
    }

    mutating func run() throws {
        StopFlag.catchSignals()
        if let session { try replay(session) } else { try perform() }
    }

    private func perform() throws {
        let map = try MapFile.map(self.map)
        let rows = try timeline.map(TimelineFile.read) ?? []
        let song = try Song.open(self.song ?? "theme")
        if let remark = song.remark { Program.say("app: \(remark)") }
        var mapping = ParameterMapping(
            map: map, amount: Float(amount), beatsPerMinute: song.grid?.beatsPerMinute, beatsPerBar: song.grid?.beatsPerBar ?? 4)
        let grid = try UpfrontAnalysis(song: song, quality: quality ?? .normal).complete(&mapping)
        let rate = song.source.sampleRate
        let first = try emotion.map(checkedExpression) ?? (rows.last { $0.seconds == 0 }?.expression ?? .neutral)
        var setting = Performance.Setting(mapping: mapping)
        setting.quantise = try checkedQuantise(quantise)
        var performance = Performance(setting)
        performance.take(.hold(first), at: 0)
        let start = performance.start
        let changes = wishes(of: &performance, along: rows.filter { $0.seconds > 0 }, rate: rate)
        var length = RenderLength.song(longestTailSeconds: 10)
        if let seconds = seconds ?? rows.last.map({ $0.seconds + 5 }) { length = .frames(Int64((seconds * rate).rounded())) }
        let render = OfflineRender(
            song: song.source, name: song.name, outputRate: rate, channels: 2, start: start, grid: grid, quality: quality ?? .normal,
            length: length)
        try write(render, of: song, rate: rate, changes: changes)
    }

    /// A timeline acts like a person who holds one mood after another.
    private func wishes(of performance: inout Performance, along rows: [TimelineFile.Row], rate: Double) -> [ScoredWish] {
        _ = performance.takeActions()
        var wishes: [ScoredWish] = []
        for row in rows {
            performance.take(.hold(row.expression), at: row.seconds)
            for case .play(let wish) in performance.takeActions() {
                wishes.append(ScoredWish(outputFrame: Int64((row.seconds * rate).rounded()), wish: wish))
            }
        }
        return wishes
    }

    private func replay(_ path: String) throws {
        let record = try SessionRecord(parsing: Files.text(of: path, "read session"), path: path)
        var files = NamedFiles()
        files.readsSong("the record's song", record.song)
        files.writesSound("--out", out)
        if self.song == nil { try files.check() }
        let song = try Song.open(self.song ?? record.song)
        let frames = seconds.map { Int64(($0 * record.outputRate).rounded()) } ?? record.frames
        guard let frames else {
            throw LeitmotifError(.damaged, "render session", path, "the record is truncated", next: "give --seconds")
        }
        let render = OfflineRender(
            song: song.source, name: song.name, outputRate: record.outputRate, channels: 2,
            start: Wish(parameters: record.start, quantise: .now), quality: quality ?? record.quality, length: .frames(frames))
        try write(render, of: song, rate: record.outputRate, changes: record.wishes)
    }

    private func write(_ render: consuming OfflineRender, of song: Song, rate: Double, changes: [ScoredWish]) throws {
        var render = render
        let written = try SoundOutput.write(out, rate: rate, channels: 2) { (writer, progress) throws(LeitmotifError) in
            try render.run(changes: changes, progress: progress, into: writer.write)
        }
        try Output.line("\(out): \(String(format: "%.3f", Double(written) / rate)) s, \(written) frames at \(rate.short) Hz")
        try Song.checkDamage(song.source, song.name)
    }
}
