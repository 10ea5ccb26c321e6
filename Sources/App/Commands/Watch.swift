import ArgumentParser
import Capture
import Foundation
import Mood
import Session
import Tensor

struct Watch: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Read expressions from a source as fast as it goes, one line a picture, without any sound.",
        discussion: """
            EXAMPLES
              app watch party.mp4
              app watch portraits/ --json
              app watch 0                                  a camera goes on until Ctrl-C
              app watch party.mp4 --json > party.jsonl; app plot party.jsonl party.png
              ffmpeg -i film.mkv -f yuv4mpegpipe - | app watch - --json

            Faces in a moving picture keep their number (id) while they are followed; every still picture is looked at for itself.
            """)

    @Argument(help: "A camera, 'actor', a picture, a folder, FILE.y4m, - or a video.") var source: String
    @Flag(help: "One JSON object a line.") var json = false
    @OptionGroup var look: LookOptions

    mutating func run() throws {
        let sights = SightReader(try openSource(self.source), try look.watcher())
        StopFlag.catchSignals()
        var setting = Performance.Setting(mapping: ParameterMapping(map: .seed))
        setting.calibration = try look.calibration.map(CalibrationFile.read)
        var performance = Performance(setting)
        var summary = WatchSummary()
        while !StopFlag.signalled.isSet, let sight = try sights.next() {
            show(sight, to: &performance)
            guard let line = WatchLine(performance.snapshot) else { continue }
            summary.add(line)
            guard try tell(json ? JSON.text(line) : line.words) else { return }
        }
        if !json { _ = try tell(summary.words) }
    }

    /// False when the reader of a pipe has what it wanted and went away. It wants each line when it is there.
    private func tell(_ line: String) throws -> Bool {
        print(line)
        if fflush(nil) == 0 { return true }
        if errno == EPIPE { return false }
        throw LeitmotifError(.system(errno), "watch", source, String(cString: strerror(errno)), next: "free space on the disk")
    }

    /// The source's time is the performance's. A still picture lasts as long as it is shown, in steps that let a mood settle.
    private func show(_ sight: Sight, to performance: inout Performance) {
        performance.take(.saw(sight), at: sight.seconds)
        if sight.name != nil {
            var seconds = sight.seconds + 0.1
            while seconds < sight.seconds + sight.lasting - 0.05 {
                performance.advance(to: seconds)
                seconds += 0.1
            }
        }
        // Nobody plays or records here.
        _ = performance.takeActions()
        _ = performance.takeEvents()
    }
}
