import ArgumentParser
import Capture
import DSP
import FoundationEssentials
import Glibc
import Mood
import Session

struct Score: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Give a film its music: a song that follows the faces on the screen.",
        discussion: """
            EXAMPLES
              app score film.mp4 --song waltz.flac --out scored.mp4        the film again, with the music as its sound
              app score film.mp4 --song waltz.flac --out scored.mkv --duck its own sound stays, the music steps back for it
              app score film.mp4 --song waltz.flac --out music.flac --plot score.svg
              app score film.mp4 --out music.wav --write-timeline moods.csv
              app score film.mp4 --out music.wav --timeline moods.csv      the same, as edited by hand

            The whole film is looked at first. The mood is that of the face that is on screen longest; a change of music begins on \
            the beat nearest to the first picture that shows it, before or after. The pictures are copied untouched (ffmpeg). A \
            timeline is CSV: the header seconds,expression and a row for every change; the expression silence stops the music.
            """)

    @Argument(help: "A video, FILE.y4m or - (Y4M from a pipe).") var film: String
    @Option(help: "'theme', or a sound file.") var song = "theme"
    @Option(help: "FILE.wav or FILE.flac for the music alone; FILE.mp4, .m4v, .mov, .mkv or .webm for the film with it.") var out: String
    @Option(help: "'seed', 'seed-table', 'drama' or a TOML file.") var map = "drama"
    @Option(parsing: .unconditional, help: "0…1: how far the music follows the expression.") var amount = 1.0
    @Flag(help: "Changes near a cut fall on it; the music before hurries or slows by up to 4 % so that a beat does too.") var cuts = false
    @Flag(help: "Keep the film's own sound, and press the music down while it is loud.") var duck = false
    @Option(help: "Moods from a CSV file instead of the film's faces.") var timeline: String?
    @Option(help: "Write the film's moods to a CSV file, to be edited for --timeline.") var writeTimeline: String?
    @Option(help: "Draw the film's moods over its music: FILE.svg, or FILE.png through an installed rsvg-convert.") var plot: String?
    @Option(help: "How tempo and key are changed: light, normal or best (several times the work).", transform: checkedQuality)
    var quality = StretchQuality.normal
    @OptionGroup var mount: MountOptions
    @Option(help: "Another weights file.") var weights: String?

    private var writesFilm: Bool { FilmFile.isName(out) }

    func validate() throws {
        guard writesFilm || OutputName(out).isFile else {
            let endings = [".wav", ".flac"] + FilmFile.endings
            throw ValidationError("--out '\(out)': unknown kind of file; name it \(endings.joined(separator: ", "))")
        }
        guard !writesFilm || (film != "-" && film != "actor" && !film.lowercased().hasSuffix(".y4m")) else {
            throw ValidationError("--out '\(out)': pictures are copied from a film, not from '\(film)'; name a .wav or .flac")
        }
        guard writesFilm || !duck else { throw ValidationError("--duck: only a film has a sound of its own; name --out as one") }
        if let plot, !DrawingFile.extensions.contains(where: plot.lowercased().hasSuffix) {
            throw ValidationError("--plot '\(plot)': a plot is an SVG or a PNG; give a name that ends in .svg or .png")
        }
        var files = NamedFiles()
        files.readsPictures("the film", film)
        files.readsSong("--song", song)
        files.readsMap("--map", map)
        files.reads("--timeline", timeline)
        files.reads("--weights", weights)
        if writesFilm { files.writes("--out", out) } else { files.writesSound("--out", out) }
        files.writes("--write-timeline", writeTimeline)
        files.writes("--plot", plot)
        try files.check()
        try check(amount, "--amount", in: 0...1)
    }

    mutating func run() throws {
        StopFlag.catchSignals()
        let song = try Song.open(song)
        let rows = try timeline.map(TimelineFile.read)
        let drawing = try plot.map { try DrawingFile(path: $0) }
        let looked = try look(readingFaces: rows == nil)
        let moods = rows.map(FilmMood.of) ?? looked.sights.moods()
        if let writeTimeline { try TimelineFile.write(moods, to: writeTimeline) }
        let seconds = looked.sights.seconds
        let songs = try MoodSongs(song, map: MapFile.map(map), amount: Float(amount), quality: quality)
        let music = try FilmMusic(songs: songs, moods: moods, cuts: cuts ? looked.cuts : [], seconds: seconds, quality: quality)
        let sound = writesFilm ? FileManager.default.temporaryDirectory.path + "/leitmotif-\(UUID().uuidString).wav" : out
        defer { if writesFilm { try? FileManager.default.removeItem(atPath: sound) } }
        let picture = try music.write(sound, drawn: drawing != nil)
        if writesFilm { try FilmFile.write(out, film: film, sound: sound, keepsOldSound: duck, patience: .endless { StopFlag.signalled.isSet }) }
        let name = film.lastPathComponent
        if let drawing, let picture { try drawing.finish(svg: FilmPlot.page(music.score, cuts: looked.cuts, of: looked.sights, name: name, music, picture).svg) }
        try Output.line("\(out): \(words(music.score, looked.sights))")
        try songs.checkDamage()
        if let damage = looked.damage { Program.say("\(ProgramName.own): score \(FileName.printable(film)): \(damage.words)") }
    }

    private func look(readingFaces: Bool) throws -> (sights: FilmSights, cuts: [Double], damage: SourceDamage?) {
        var faces = FaceOptions()
        (faces.who, faces.mount, faces.weights, faces.calibration) = (.all, mount, weights, nil)
        let reader = FilmReader(try openSource(film), try faces.watcher())
        var progress = Progress(path: film)
        defer { progress.clear() }
        let sights = try reader.read { seconds in
            progress.show(words: String(printf: "looking, %.1f s", seconds))
            return !StopFlag.signalled.isSet
        }
        guard !StopFlag.signalled.isSet else { throw LeitmotifError(stopped: "score", film) }
        guard sights.count > 0 else {
            throw LeitmotifError(.damaged, "score", film, "there is no picture in it", next: "name a video")
        }
        return (sights, reader.cuts, reader.damage)
    }

    private func words(_ score: FilmScore, _ sights: FilmSights) -> String {
        let share = Int((100 * Double(sights.withFace) / Double(max(sights.count, 1))).rounded())
        let hits = score.parts.count { $0.isHit }
        return String(printf: "%.3f s, ", sights.seconds) + "a face in \(share) % of \(sights.count) pictures, \(score.parts.count - 1) changes of mood"
            + (hits > 0 ? ", \(hits) on a cut" : "")
    }
}

extension FilmMood {
    /// Before the first row it is neutral.
    static func of(_ rows: [TimelineFile.Row]) -> [FilmMood] {
        let moods = rows.map { FilmMood(seconds: $0.seconds, mood: $0.expression) }
        return moods.first?.seconds == 0 ? moods : [FilmMood(seconds: 0, mood: .neutral)] + moods
    }
}
