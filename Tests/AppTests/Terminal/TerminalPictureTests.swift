import DSP
import Mood
import Session
import Testing

@testable import App

/// The picture of a session: fits its terminal, shows what is so, and stays where it is.
@Suite struct TerminalPictureTests {
    private var snapshot: Snapshot {
        var snapshot = Snapshot()
        snapshot.seconds = 67
        snapshot.state = .tooDark
        snapshot.song = "/music/waltz.flac"
        snapshot.map = "drama"
        snapshot.weights = ExpressionWeights(happy: 0.5, sad: 0.25, neutral: 0.25)
        snapshot.mood = .happy
        snapshot.place = MoodPlace(of: .happy)
        snapshot.lostDevices = [.sound]
        return snapshot
    }

    private func texts(_ snapshot: Snapshot, columns: Int = 80) -> [String] {
        TerminalPicture(snapshot, columns: columns).lines.map { $0.text(hasColor: false) }
    }

    @Test(arguments: [64, 65, 80, 120, 400]) func everyLineFitsItsTerminal(columns: Int) {
        var snapshot = snapshot
        for song in ["", "a", String(repeating: "長い名前", count: 60), String(repeating: "x", count: 500)] {
            snapshot.song = song
            snapshot.held = .sad
            let lines = TerminalPicture(snapshot, columns: columns).lines
            #expect(lines.count == 9)
            for line in lines.prefix(6) { #expect(line.width < columns, "\(line.text(hasColor: false))") }
            for line in lines { #expect(line.cut(to: columns - 1).width < columns) }
        }
    }

    @Test func itSaysWhatIsSo() throws {
        var snapshot = snapshot
        snapshot.pictureRate = 29.6
        let lines = texts(snapshot)
        #expect(lines[0].hasPrefix(" 1:07  too dark: make light") && lines[0].hasSuffix("waltz.flac 0:00"))
        #expect(lines[1].hasPrefix(" 1 HAPPY") && lines[1].contains("  50 %") && lines[2].hasPrefix(" 2 sad"))
        #expect(lines[6].contains("drama tempo 1.00 key +0") && lines[6].contains("volume +0 dB"))
        #expect(lines[7].contains("30/s") && lines[7].contains("sound lost") && lines[7].contains("xruns 0"))
        #expect(!lines[6].contains("held"))
        var held = snapshot
        held.held = .sad
        #expect(texts(held)[6].contains("held"))
        held.isPanicking = true
        #expect(texts(held)[6].contains("PANIC"))
    }

    @Test func theMoodIsAPointInThePlane() throws {
        for mood in Mood.Expression.allCases {
            var snapshot = snapshot
            snapshot.place = MoodPlace(of: mood)
            let rows = texts(snapshot)[1...5].map { String($0.suffix(17)) }
            let row = try #require(rows.firstIndex { $0.contains("●") })
            let column = try #require(rows[row].firstIndex(of: "●").map { rows[row].distance(from: rows[row].startIndex, to: $0) })
            #expect(rows.count { $0.contains("●") } == 1)
            if mood == .neutral { #expect(row == 2 && column == 8) }
            if mood == .sad { #expect(row > 2 && column < 8) }
            if mood == .surprise { #expect(row < 2 && column > 8) }
        }
        var broken = snapshot
        broken.place = MoodPlace(valence: .nan, arousal: .infinity)
        #expect(texts(broken).count == 9)
    }

    @Test func barsAreTheirShare() {
        #expect(TerminalPicture.bar(0, columns: 10) == "" && TerminalPicture.bar(1, columns: 4) == "████")
        #expect(TerminalPicture.bar(0.5, columns: 3) == "█▌" && TerminalPicture.bar(.nan, columns: 3) == "")
        #expect(TerminalPicture.bar(7, columns: 2) == "██" && TerminalPicture.bar(-1, columns: 2) == "")
    }

    @Test func namesCannotCommandTheTerminal() {
        var snapshot = snapshot
        snapshot.song = "a\u{1B}[2Jb\u{7}\n"
        for line in texts(snapshot) { #expect(!line.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }) }
    }

    @Test func coloursAreForThoseWhoWantThem() {
        let line = TerminalPicture(snapshot, columns: 80).lines[1]
        #expect(line.text(hasColor: true).contains("\u{1B}[33m") && !line.text(hasColor: false).contains("\u{1B}"))
        func style(_ variables: [String: String]) -> TerminalStyle { TerminalStyle { variables[$0] } }
        #expect(style(["TERM": "xterm"]).hasColor && !style(["TERM": "xterm", "NO_COLOR": "1"]).hasColor)
        #expect(style(["TERM": "xterm", "NO_COLOR": ""]).hasColor, "an empty one counts as missing")
        #expect(style(["TERM": "dumb"]).isDumb && style([:]).isDumb && style(["TERM": ""]).isDumb && !style(["TERM": "linux"]).isDumb)
    }
}
