import Testing

@testable import App

@Suite struct EffectiveSettingsTests {
    private func settings(_ text: String, _ arguments: [String]) throws -> EffectiveSettings {
        EffectiveSettings(file: try SettingsFile(path: "s.toml", Array(text.utf8)), arguments: arguments)
    }

    private func live(_ settings: EffectiveSettings) throws -> Live { try #require(try Leitmotif.parseAsRoot(settings.words) as? Live) }

    @Test func theCommandLineWinsOverTheFileAndTheFileOverDefaults() throws {
        let text = "song = \"a.wav\"\namount = 0.5\noutput = [\"null\", \"b.wav\"]\nmirror = true\nwho = \"first\"\n"
        for command in [[], ["live"]] {
            let settings = try settings(text, command + ["--song=c.wav", "--output", "d.flac", "--no-mirror", "--config", "s.toml"])
            let live = try live(settings)
            #expect(live.song == ["c.wav"] && live.output == ["d.flac"] && !live.faces.mount.mirror, "given on the command line")
            #expect(live.amount == 0.5 && live.faces.who == .first, "from the file")
            #expect(live.latency == "normal" && live.camera == nil && live.config == "s.toml")
            let origins = Dictionary(uniqueKeysWithValues: settings.entries.map { ($0.key.name, $0.origin) })
            #expect(origins["song"] == .commandLine && origins["output"] == .commandLine && origins["mirror"] == .commandLine)
            #expect(origins["amount"] == .file(line: 2) && origins["who"] == .file(line: 5) && origins["idle"] == .standard)
        }
    }

    @Test func whatLooksLikeAnOptionMayBeAValue() {
        let given = EffectiveSettings.given(in: ["--seconds", "-5", "--output", "a", "--output=b=c", "--", "--camera"])
        #expect(given == ["seconds": ["-5"], "output": ["a", "b=c"]])
        #expect(EffectiveSettings.given(in: ["--config", "--camera", "--no-json", "--no-such"]) == ["json": ["false"]])
    }

    /// Without a file and options it plays as ever, with two maps to compare.
    @Test func withoutAnythingEveryDefaultIsTheOption() throws {
        let settings = EffectiveSettings(file: nil, arguments: [])
        #expect(settings.words.isEmpty && settings.entries.allSatisfy { $0.origin == .standard })
        let maps = try MapChoice(try live(settings).map)
        #expect(maps.first.name == "seed" && maps.all.map(\.name) == ["seed", "drama"])
    }

    @Test func theProgramReadsItsFile() throws {
        let folder = try ScratchFolder()
        let wav = folder.file("a.wav")
        let good = folder.text("good.toml", """
            camera = "\(folder.picture())"
            song = "\(folder.sine(seconds: 0.5))"
            output = "\(wav)"
            seconds = 0.4
            """)
        #expect(app("live", "--config", good) == 0)
        #expect(try SoundFile.read(wav).frames == 17_640)
        #expect(app("--config", good, "--seconds", "0.2") == 0)
        #expect(try SoundFile.read(wav).frames == 8820, "the command line wins")
        #expect(app("settings", "--config", good, "--amount", "0.5") == 0)
        #expect(app("live", "--config", folder.file("none.toml")) == 1)
        #expect(app("live", "--config", folder.text("bad.toml", "ampunt = 1")) == 1)
        // Each right by itself, and not together.
        let everybody = folder.text("all.toml", "who = \"all\"\n")
        #expect(app("settings", "--config", everybody, "--calibration", "me") == 2)
        #expect(app("live", "--config", good, "--record", good) == 2, "the file would be written over")
    }
}
