import ArgumentParser
import Capture
import DSP
import Session

struct Process: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Change the tempo, key and colour of a sound file.",
        discussion: """
            EXAMPLES
              app process waltz.wav slow.wav --tempo 0.5
              app process waltz.flac high.flac --semitones 7 --filter high-pass:300
              app process waltz.ogg lower.wav --semitones -5 --effect wah
              app process waltz.wav hall.wav --effect reverb:wet=0.5,seconds=4

            EFFECTS, THEIR KEYS, RANGES AND DEFAULTS
            \(EffectOption.help)

            Sample rate and channels stay (a rate outside 4000…384000 Hz is converted to one within); the result has round(frames / tempo) frames.
            """)

    @Argument(help: "A sound file.") var input: String
    @Argument(help: "FILE.wav (32-bit float) or FILE.flac (24 bit).") var output: String
    @Option(parsing: .unconditional, help: "0.1…5; 2 is twice as fast.") var tempo = 1.0
    @Option(parsing: .unconditional, help: "-12…12; fractions are fine.") var semitones = 0.0
    @Option(help: "low-pass:HZ, high-pass:HZ or none.") var filter = "none"
    @Option(help: "NAME or NAME:KEY=VALUE,… of the effects above, or none.") var effect = "none"
    @Option(
        help: "How tempo and key are changed: light (for small boards), normal or best (several times the work). Default: normal.",
        transform: checkedQuality)
    var quality = StretchQuality.normal

    func validate() throws {
        try check(tempo, "--tempo", in: 0.1...5)
        try check(semitones, "--semitones", in: -12...12)
        var files = NamedFiles()
        files.reads("the input", input)
        files.writesSound("output", output)
        try files.check()
        _ = try filterSetting()
        _ = try EffectOption.setting(effect)
    }

    mutating func run() throws {
        StopFlag.catchSignals()
        let song = try openPlayableSong(input, patience: .signalled)
        let parameters = ChainParameters(
            semitones: Float(semitones), tempo: tempo, filter: try filterSetting(), effect: try EffectOption.setting(effect))
        let channels = song.channels
        var render = OfflineRender(
            song: song, name: input, outputRate: song.sampleRate, channels: channels,
            start: Wish(parameters: parameters, quantise: .now), quality: quality,
            length: .song(longestTailSeconds: 0))
        let frames = try SoundOutput.write(output, rate: song.sampleRate, channels: channels) {
            (writer, progress) throws(LeitmotifError) in try render.run(progress: progress, into: writer.write)
        }
        try Output.line("\(output): \(frames) frames, \(channels) channel\(channels == 1 ? "" : "s"), \(song.sampleRate.short) Hz")
        try Song.checkDamage(song, input)
    }

    private func filterSetting() throws -> FilterSetting {
        if filter == "none" { return FilterSetting() }
        let parts = filter.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let kind = FilterKind(name: String(parts[0])), kind != .none, let hertz = Double(parts[1]),
            hertz.isFinite, (20...20_000).contains(hertz)
        else {
            throw ValidationError("--filter '\(filter)': choose low-pass:HZ, high-pass:HZ (20…20000) or none")
        }
        return FilterSetting(kind: kind, cutoffHertz: Float(hertz))
    }
}
