import Capture
import Foundation
import Testing

@testable import App

@Suite("Commands that make sound files")
struct SoundCommandTests {
    /// Frames, rate, and the left side.
    private func read(_ path: String) throws -> (frames: Int, rate: Double, left: [Float]) {
        let song = try openSong(path)
        let buffer = UnsafeMutablePointer<Float>.allocate(capacity: 4096 * 2)
        defer { buffer.deallocate() }
        var left: [Float] = []
        while true {
            let count = try song.read(into: buffer, frames: 4096)
            if count == 0 { break }
            for frame in 0..<count { left.append(buffer[frame * song.channels]) }
        }
        return (left.count, song.sampleRate, left)
    }

    /// Hertz by counting the periods of a steady tone.
    private func hertz(_ samples: ArraySlice<Float>, rate: Double) -> Double {
        var crossings: [Double] = []
        for index in samples.indices.dropLast() where samples[index] < 0 && samples[index + 1] >= 0 {
            crossings.append(Double(index) + Double(samples[index] / (samples[index] - samples[index + 1])))
        }
        guard let first = crossings.first, let last = crossings.last, crossings.count > 1 else { return 0 }
        return rate * Double(crossings.count - 1) / (last - first)
    }

    @Test("process: half the tempo is exactly twice as long, +7 semitones are +700 cents within 2")
    func process() throws {
        let folder = try ScratchFolder()
        let out = folder.file("out.wav")
        #expect(app("process", folder.sine(seconds: 2), out, "--tempo", "0.5", "--semitones", "7") == 0)
        let result = try read(out)
        #expect(result.frames == 176_400)
        #expect(result.rate == 44_100)
        let cents = 1200 * log2(hertz(result.left[20_000..<150_000], rate: 44_100) / 440)
        #expect(abs(cents - 700) < 2)
    }

    @Test("process takes negative numbers after a space and after =")
    func negativeNumbers() throws {
        let folder = try ScratchFolder()
        let song = folder.sine()
        #expect(app("process", song, folder.file("a.flac"), "--semitones", "-5") == 0)
        #expect(app("process", song, folder.file("b.flac"), "--semitones=-5") == 0)
        #expect(FileBytes.read(folder.file("a.flac")) == FileBytes.read(folder.file("b.flac")))
        let cents = 1200 * log2(hertz(try read(folder.file("a.flac")).left[8000..<36_000], rate: 44_100) / 440)
        #expect(abs(cents + 500) < 2)
    }

    @Test("resample: length and pitch stay, the rate is new")
    func resample() throws {
        let folder = try ScratchFolder()
        #expect(app("resample", folder.sine(), folder.file("out.wav"), "--rate", "48000") == 0)
        let result = try read(folder.file("out.wav"))
        #expect(result.frames == 48_000)
        #expect(result.rate == 48_000)
        #expect(abs(hertz(result.left[1000..<47_000], rate: 48_000) - 440) < 0.01)
    }

    @Test("render --emotion: every mood has its length and its key", arguments: ["happy", "sad", "angry", "surprise", "neutral"])
    func renderEmotion(name: String) throws {
        let folder = try ScratchFolder()
        let out = folder.file("out.wav")
        #expect(app("render", "--song", folder.sine(seconds: 3), "--emotion", name, "--out", out, "--seconds", "2.5") == 0)
        let result = try read(out)
        #expect(result.frames == 110_250)
        let semitones = ["happy": 4.0, "sad": -5, "angry": 7, "surprise": 5, "neutral": 0][name]!
        // A wah moves the phase of its tone while it sweeps, hence the wider bound there.
        let cents = 1200 * log2(hertz(result.left[22_050..<66_150], rate: 44_100) / 440)
        #expect(abs(cents - 100 * semitones) < (name == "sad" ? 4 : 2))
    }

    @Test("render --timeline: until its last row plus 5 s; the same bytes twice")
    func renderTimeline() throws {
        let folder = try ScratchFolder()
        let song = folder.sine()
        let rows = folder.text("moods.csv", "seconds,expression\n0,sad\n0.4,happy\n\n1.1,neutral\n")
        #expect(app("render", "--song", song, "--timeline", rows, "--out", folder.file("a.wav")) == 0)
        #expect(app("render", "--song", song, "--timeline", rows, "--out", folder.file("b.wav")) == 0)
        #expect(try read(folder.file("a.wav")).frames == Int((6.1 * 44_100).rounded()))
        #expect(FileBytes.read(folder.file("a.wav")) == FileBytes.read(folder.file("b.wav")))
    }

    @Test("live plays a picture by the clock, records sound and session, and the session renders again byte by byte")
    func live() throws {
        let folder = try ScratchFolder()
        let wav = folder.file("live.wav"), session = folder.file("live.session"), again = folder.file("again.wav")
        let code = app(
            "live", "--camera", folder.picture(), "--song", folder.sine(seconds: 0.7), "--output", wav, "--record", session,
            "--seconds", "0.8", "--no-web")
        #expect(code == 0)
        #expect(try read(wav).frames == 35_280)
        #expect(app("render", "--session", session, "--out", again) == 0)
        #expect(FileBytes.read(wav) == FileBytes.read(again))
        #expect(!folder.names.contains { $0.hasSuffix(".part") })
    }

    @Test("beats says the tempo of clicks, and that a sine has none")
    func beats() throws {
        let folder = try ScratchFolder()
        setenv("XDG_CACHE_HOME", folder.path, 1)
        #expect(app("beats", folder.sine(seconds: 6)) == 0)
        #expect(app("beats", folder.sine(seconds: 6), "--json") == 0)
        #expect(app("beats", folder.file("missing.wav")) == 1)
        #expect(folder.names.contains("leitmotif"), "what was learnt is kept")
    }

    @Test("Maps are chosen in turn; a broken save keeps the old map and says so once")
    func mapsInTurn() throws {
        let folder = try ScratchFolder()
        let sections = "[happy]\ntempo = 2\n[sad]\n[angry]\n[surprise]\n[neutral]\n"
        let path = folder.text("my.toml", sections)
        var choice = try MapChoice(["drama", path])
        #expect(choice.first.name == "drama" && choice.all.count == 2)
        #expect(choice.edits().isEmpty)
        for (text, seconds) in [("[happy]\ntempo = 9\n", 10.0), (sections.replacingOccurrences(of: "2", with: "3"), 20)] {
            _ = folder.text("my.toml", text)
            try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSinceNow: seconds)], ofItemAtPath: path)
            switch (choice.edits().first, seconds) {
            case (.mapDamaged(let cause), 10): #expect(cause.contains("tempo"))
            case (.mapEdited(let index, let map), 20): #expect(index == 1 && map.happy.tempo == 3)
            case (let edit, _): Issue.record("\(String(describing: edit))")
            }
            #expect(choice.edits().isEmpty)
        }
        #expect(throws: (any Error).self) { try MapChoice(["nowhere"]) }
    }
}
