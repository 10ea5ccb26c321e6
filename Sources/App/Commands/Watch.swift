import ArgumentParser
import Capture
import FoundationEssentials
import Glibc
import Mood
import Session
import Tensor

struct Watch: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Read expressions from a source as fast as possible, one line per picture, without sound.",
        discussion: """
            EXAMPLES
              app watch party.mp4
              app watch portraits/ --json
              app watch 0                                  a camera, until Ctrl-C
              app watch party.mp4 --json > party.jsonl; app plot party.jsonl party.png
              ffmpeg -i film.mkv -f yuv4mpegpipe - | app watch - --json

            Faces in a moving picture keep their number (id) while they are followed; every still picture stands alone.
            """)

    @Argument(help: "A camera, 'rpicam', 'actor', a picture, a folder, FILE.y4m, - or a video.") var source: String
    @Flag(help: "One JSON object per line.") var json = false
    @OptionGroup var faces: FaceOptions

    mutating func run() throws {
        let sights = SightReader(try openSource(self.source), try faces.watcher())
        StopFlag.catchSignals()
        var setting = Performance.Setting(mapping: ParameterMapping(map: .seed))
        setting.calibration = try faces.calibration.map(CalibrationFile.read)
        var performance = Performance(setting)
        var summary = WatchSummary()
        while !StopFlag.signalled.isSet, let sight = try sights.next() {
            show(sight, to: &performance)
            guard let line = WatchLine(performance.snapshot) else { continue }
            summary.add(line)
            try Output.line(json ? JSON.text(line) : line.words)
        }
        if !json { try Output.line(summary.words) }
        if !StopFlag.signalled.isSet, let damage = sights.damage { try tell(damage) }
    }

    /// - Throws: when the source ended early.
    private func tell(_ damage: SourceDamage) throws {
        guard damage.endsEarly else { return Program.say("\(ProgramName.own): watch \(FileName.printable(source)): \(damage.words)") }
        throw LeitmotifError(.damaged, "watch", source, damage.words, next: "copy or record it again for the whole of it")
    }

    /// The performance runs on the source's time. A still picture advances it in steps, so that the mood can settle.
    private func show(_ sight: Sight, to performance: inout Performance) {
        performance.take(.saw(sight), at: sight.seconds)
        if sight.name != nil {
            var seconds = sight.seconds + 0.1
            while seconds < sight.seconds + sight.lasting - 0.05 {
                performance.advance(to: seconds)
                seconds += 0.1
            }
        }
        // Nothing is played or recorded here.
        _ = performance.takeActions()
        _ = performance.takeEvents()
    }
}
