import Foundation
import Testing

@testable import App

/// A start that is refused, for whatever reason, leaves every file as it was.
@Suite struct FilesAtStartTests {
    private let record = "leitmotif-session 1\nan older evening\n"

    @Test(arguments: [
        ["--camera", "none.mp4"], ["--camera", "words.png"], ["--song", "none.wav"], ["--song", "words.png"], ["--map", "none"],
        ["--map", "words.png"], ["--calibration", "nobody"], ["--weights", "words.png"], ["--output", "none/a.wav"],
        ["--output", "folder.wav"], ["--record", "folder.wav"], ["--record", "none/a.session"], ["--record", "words.png"],
        ["--output", "LONG.wav"], ["--record", "LONG"],
    ])
    func refusedStartsTouchNothing(fault: [String]) throws {
        let folder = try ScratchFolder()
        _ = folder.text("words.png", "words")
        try FileManager.default.createDirectory(atPath: folder.file("folder.wav"), withIntermediateDirectories: false)
        let song = folder.sine(seconds: 0.2), picture = folder.picture()
        _ = folder.text("a.session", record)
        _ = folder.text("tonight.wav", "the last take")
        _ = folder.text(".tonight.wav.part", String(repeating: "a take that was cut off ", count: 100))
        let before = contents(of: folder)
        var options = ["--camera": picture, "--song": song, "--record": folder.file("a.session")]
        let place = fault[1] == "nobody" ? "nobody" : folder.file(fault[1].replacingOccurrences(of: "LONG", with: longName))
        var line = ["live", "--seconds", "0.1"]
        if fault[0] == "--output" { line += ["--output", place] } else { options[fault[0]] = place }
        line += ["--output", folder.file("tonight.wav")] + options.flatMap { [$0.key, $0.value] }
        setenv("LEITMOTIF_HOME", repositoryRoot, 1)
        #expect(Program.run(line) == 1, "\(line)")
        #expect(contents(of: folder) == before, "\(line)")
    }

    @Test func theTakeOfACrashedSessionIsKept() throws {
        let folder = try ScratchFolder()
        let song = folder.sine(seconds: 0.2)
        let take = Array(String(repeating: "a take that was cut off ", count: 100).utf8)
        for number in 1...2 {
            _ = folder.file(".slow.wav.part", take)
            #expect(app("process", song, folder.file("slow.wav"), "--tempo", "0.5") == 0)
            #expect(FileBytes.read(folder.file("slow.rescued-\(number).wav")) == take)
        }
        #expect(folder.names == ["sine.wav", "slow.rescued-1.wav", "slow.rescued-2.wav", "slow.wav"])
    }

    private let longName = String(repeating: "x", count: 256)

    private func contents(of folder: ScratchFolder) -> [String: [UInt8]] {
        Dictionary(uniqueKeysWithValues: folder.names.map { ($0, FileBytes.read(folder.file($0)) ?? []) })
    }
}
