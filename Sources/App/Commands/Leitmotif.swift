// App: people: commands and their checks, maps and timelines as files, the terminal, plots, lists of devices.
// May import Session and everything below it, Foundation and the packages named in Package.swift.
// Input comes from the command line, keys and map files; output goes to the terminal and to files.
import ArgumentParser
import Capture
import Tensor

/// The command line's root.
struct Leitmotif: ParsableCommand {
    /// As records name the program, whatever its file is called.
    static let name = "leitmotif"
    /// Of the program and its packages.
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: ProgramName.own,
        abstract: "One melody, told by a face: a camera's view of an expression varies a piece of music while it plays.",
        discussion: """
            EXAMPLES
              app                                              play: camera and sound card
              app --song waltz.flac --camera 0 --map seed      your song, your camera
              app render --song waltz.flac --emotion sad --out sad.wav
              app score film.mp4 --song waltz.flac --out scored.mp4
              app process waltz.wav slow.wav --tempo 0.5 --semitones -3
              app classify portrait.jpg

            Every command has --help with examples. Exit codes: 0 success, 1 the work failed, 2 wrong use.
            """,
        version: "\(version) (\(ProcessorLevel.words))",
        subcommands: [
            Live.self, Render.self, Score.self, Process.self, Resample.self, Beats.self, Detect.self, Classify.self, Watch.self,
            Calibrate.self, Plot.self, Cameras.self, Speakers.self, Settings.self, Doctor.self, Latency.self,
        ],
        defaultSubcommand: Live.self)
}
