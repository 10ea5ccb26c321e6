import Capture
import Testing

@testable import App

@Suite struct SettingsFileTests {
    private func file(_ text: String) throws -> SettingsFile { try SettingsFile(path: "s.toml", Array(text.utf8)) }

    @Test func everyKindOfValueBecomesWords() throws {
        let text = """
            camera = 1                               # a number, as on the command line
            output = ["default", "a.wav"]
            map = "drama"
            amount = 0.5
            latency = 20
            mirror = true
            json = false
            record = "-odd name.session"
            """
        let words = try file(text).entries.flatMap(\.words)
        #expect(words == [
            "--camera=1", "--output=default", "--output=a.wav", "--map=drama", "--amount=0.5", "--latency=20", "--mirror",
            "--record=-odd name.session",
        ])
    }

    @Test(arguments: [
        ("\n\nampunt = 1", "line 3, ampunt: unknown key; the nearest known one is amount"),
        ("colour = 1", "line 1, colour: unknown key; known are camera"),
        ("config = \"a\"", "line 1, config: unknown key: --config names this file itself"),
        ("amount = 2", "line 1, amount: --amount 2.0: not within 0…1"),
        ("\namount = \"loud\"", "line 2, amount: The value 'loud' is invalid"),
        ("mirror = \"yes\"", "line 1, mirror: it must be true or false"),
        ("song = true", "line 1, song: it must be a text, or an array of texts"),
        ("output = [\n\"null\",\n[]]", "line 3, output: it must be a text, or an array of texts"),
        ("output = [\"hw:0\", \"hw:1\"]", "line 1, output: --output: more than one sound device"),
        ("rotate = 45", "line 1, rotate: --rotate 45: choose 0"),
        ("idle = \"sleep\"", "line 1, idle: "),
        ("calibration = \"../me\"", "line 1, calibration: calibration '../me'"),
        ("[live]\nsong = 1", "line 1, live: unknown key"),
        ("song = ", "line 1, column 8: "),
    ]) func mistakesAreNamedWithLineAndKey(text: String, cause: String) {
        let error = #expect(throws: LeitmotifError.self) { try file(text) }
        #expect(error?.cause.hasPrefix(cause) == true, "\(String(describing: error?.cause))")
        #expect(error?.description.contains("\n") == false)
    }

    @Test func theHomeFolderIsMeantByATilde() throws {
        let values = try file("song = \"~/a.wav\"").entries[0].values
        #expect(values[0].hasPrefix("/") && values[0].hasSuffix("/a.wav"))
        #expect(try file("song = \"~a.wav\"").entries[0].values == ["~a.wav"])
    }
}
