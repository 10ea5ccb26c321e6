import ArgumentParser
import Capture
import FoundationEssentials
import Glibc
import Session

struct Plot: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Draw a recorded session, or what `watch` read.",
        discussion: """
            EXAMPLES
              app plot evening.session evening.svg
              app plot evening.session evening.png                               needs rsvg-convert (librsvg2-bin)
              app plot evening.session evening.svg --song ~/music/waltz.flac     when the song has moved
              app watch party.mp4 --json > party.jsonl; app plot party.jsonl party.svg

            A session: the face's expressions above the music's parameters above what was heard. The sound is rendered again \
            from the record, so the song must still be there. A watch: what was read, the mood, and what the prototype would \
            have named.
            """)

    @Argument(help: "A file made by --record, or by watch --json.") var session: String
    @Argument(help: "FILE.svg, or FILE.png through an installed rsvg-convert.") var output: String
    @Option(help: "'theme', or a sound file. Default: the recorded song.") var song: String?

    func validate() throws {
        guard DrawingFile.extensions.contains(where: output.lowercased().hasSuffix) else {
            throw ValidationError("plot '\(output)': a plot is an SVG or a PNG; give a name that ends in .svg or .png")
        }
        var files = NamedFiles()
        files.reads("the record", session)
        files.readsSong("--song", song)
        files.writes("the plot", output)
        try files.check()
    }

    mutating func run() throws {
        StopFlag.catchSignals()
        let text = try Files.text(of: session, "read session")
        guard !WatchRecord.isWatch(text) else { return try drawWatch(text) }
        let record = try PlotRecord(parsing: text, path: session)
        let songs = RecordedSongs(record.replay, instead: song)
        var render = try SessionReplay(record.replay, channels: 1, open: songs.open)
        for remark in songs.remarks { Program.say("\(ProgramName.own): \(remark)") }
        let file = try DrawingFile(path: output)
        let sound = PlotSpectrogram(
            frames: record.frames, rate: record.replay.outputRate, columns: SpectrogramPanel.columns, rows: SpectrogramPanel.rows)
        try render.run(frames: record.frames, progress: { _ in !StopFlag.signalled.isSet }) {
            (samples, frames) throws(LeitmotifError) in sound.push(samples, frames: frames)
        }
        guard !StopFlag.signalled.isSet else { throw LeitmotifError(stopped: "plot", output) }
        let names = songs.names
        try file.finish(svg: SessionPlot.page(record, song: names.map(\.lastPathComponent).joined(separator: ", "), sound).svg)
        try Output.line("\(output): \(String(printf: "%.1f", record.seconds)) s of \(names.joined(separator: ", "))")
    }

    private func drawWatch(_ text: String) throws {
        let record = try WatchRecord(parsing: text, path: session)
        let file = try DrawingFile(path: output)
        try file.finish(svg: WatchPlot.page(record, name: session.lastPathComponent).svg)
        let rates = [record.pictures.map(\.mood), record.majorities, record.labels]
            .map { Int(record.switchesPerMinute($0).rounded()) }
        try Output.line(
            "\(output): \(record.pictures.count) pictures; switches a minute: mood \(rates[0]), "
                + "most of the last ten \(rates[1]), each picture \(rates[2])")
    }
}
