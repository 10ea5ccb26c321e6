import Testing

@testable import Session

@Suite struct SongAnalysisTests {
    @Test func implausibleNumbersAreRefused() {
        func sealed(_ lines: [String]) -> String {
            let body = "leitmotif-song 2\n" + lines.joined(separator: "\n") + "\n"
            var digest = SongDigest()
            digest.take(Array(body.utf8))
            return body + "check \(digest.value)\n"
        }
        let good = ["frames 1000", "confidence 0.5", "tempo 120 4 0", "beats 1 200 400", "bars 1", "region 1 600 0.5 120 4"]
        #expect(SongAnalysis(parsing: sealed(good))?.finding?.beats?.beatsPerMinute == 120)
        let zeros = Array(repeating: "0", count: 9).joined(separator: " ")
        for (index, line) in [
            (0, "frames 300"), (0, "frames -1"), (1, "confidence nan"), (2, "tempo 0 4 0"), (2, "tempo 1e300 4 0"),
            (2, "tempo 120 0 0"),
            (2, "tempo 120 1000000 0"), (3, "beats 200 1"), (3, "beats -5 1"), (4, "bars 2000"), (4, "match 7 \(zeros) 13"),
            (4, "match x \(zeros) 1"), (4, "nonsense 1"), (5, "region 600 1 0.5 120 4"), (5, "region 1 2000 0.5 120 4"), (5, "region 1 600 2 120 4"),
            (5, "region 1 600 0.5 0 4"), (5, "region 1 600 0.5 120 4.5"), (5, "region 1 600 0.5 120"),
        ] {
            var lines = good
            lines[index] = line
            #expect(SongAnalysis(parsing: sealed(lines)) == nil, "\(line)")
        }
    }
}
