import Testing

@testable import App

struct PathWordsTests {
    @Test(arguments: [
        ("/music/waltz.flac", "/music", "waltz.flac", "flac"), ("waltz.flac", "", "waltz.flac", "flac"), ("/waltz", "/", "waltz", ""),
        ("/", "/", "/", ""), ("", "", "", ""), ("a/b//", "a", "b", ""), ("a//b", "a", "b", ""), (".hidden", "", ".hidden", ""),
        ("a.b/c", "a.b", "c", ""), ("ä/ö.é", "ä", "ö.é", "é"),
    ])
    func partsOfPaths(_ path: String, _ folder: String, _ name: String, _ ending: String) {
        #expect(path.deletingLastPathComponent == folder)
        #expect(path.lastPathComponent == name)
        #expect(path.pathExtension == ending)
        #expect(path.deletingPathExtension == (ending.isEmpty ? path.deletingPathExtension : String(path.dropLast(ending.count + 1))))
    }

    @Test func joining() {
        #expect("".appendingPathComponent("a") == "a")
        #expect("b".appendingPathComponent("a") == "b/a")
        #expect("/".appendingPathComponent("a") == "/a")
    }
}

struct PrintedTextTests {
    @Test func numbersAsPrintfWritesThem() {
        #expect(String(printf: "%.2f|%+.0f|%02d|%%|%04X", Float(1.005), -2.6, 7, 255) == "1.00|-3|07|%|00FF")
        #expect(String(printf: "%8.3f s", 1.5) == "   1.500 s")
    }

    @Test func spacesAtEnds() {
        #expect(" \t\r\n".trimmed == "")
        #expect("  a b\u{A0}".trimmed == "a b")
        #expect("ab".padded(to: 4) == "ab  ")
        #expect("abcde".padded(to: 4) == "abcde")
    }
}
