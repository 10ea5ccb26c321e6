import ArgumentParser
import Capture
import DSP
import Session

struct Resample: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Convert a sound file to another sample rate.",
        discussion: """
            EXAMPLES
              app resample waltz.flac waltz48.wav --rate 48000
              app resample tape.wav corrected.wav --rate 44056.3     the header is rounded, the sound is not
            """)

    @Argument(help: "A sound file.") var input: String
    @Argument(help: "FILE.wav (32-bit float) or FILE.flac (24 bit).") var output: String
    @Option(parsing: .unconditional, help: "The new rate in Hz, 1000…768000; fractions are fine.") var rate: Double

    func validate() throws {
        try check(rate, "--rate", in: 1000...768_000, "Hz")
        var files = NamedFiles()
        files.reads("the input", input)
        files.writesSound("output", output)
        try files.check()
    }

    mutating func run() throws {
        StopFlag.catchSignals()
        let song = try openSong(input, patience: .signalled)
        let channels = song.channels
        let conversion = RateConversion(song: song, name: input, rate: rate)
        let frames = try SoundOutput.write(output, rate: rate, channels: channels) { (writer, progress) throws(LeitmotifError) in
            try conversion.run(into: writer, progress: progress)
        }
        try Output.line("\(output): \(frames) frames, \(rate.short) Hz")
        try Song.checkDamage(song, input)
    }
}
