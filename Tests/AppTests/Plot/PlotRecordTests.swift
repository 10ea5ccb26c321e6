import Capture
import Mood
import Session
import Testing

@testable import App

@Suite struct PlotRecordTests {
    private func refusal(_ text: String) -> String {
        do {
            _ = try PlotRecord(parsing: text, path: "a.session")
            return ""
        } catch { return error.description }
    }

    @Test func readingsAndMoodsAreRead() throws {
        let record = try PlotRecord(parsing: SessionFile.text(), path: "a.session")
        #expect(record.seconds == 1.5 && record.readings.count == 3 && record.namings.count == 1)
        #expect(record.readings[0].weights?.happy == 0.8 && record.readings[2].weights == nil)
        #expect(record.namings[0].seconds == 0.6 && record.namings[0].mood == .sad)
        #expect(record.settings.map(\.parameters.effect.name) == ["wah"])
    }

    @Test func aTruncatedRecordEndsWithItsLastLine() throws {
        #expect(try PlotRecord(parsing: SessionFile.text(end: ""), path: "a").frames == 7200)
        let late = SessionFile.text(SessionFile.music + "\nset 20000 1.0 tempo=1.0", end: "")
        #expect(try PlotRecord(parsing: late, path: "a").frames == 20_000)
    }

    @Test(arguments: [
        "see 1 tracking 0.2 0.2 0.2 0.2 0.2 1 1 1", "see nan tracking 0.2 0.2 0.2 0.2 0.2 1 1 1 1",
        "see 1 tracking 0.2 0.2 inf 0.2 0.2 1 1 1 1",
        "see 1 tracking 0.2 0.2 7 0.2 0.2 1 1 1 1", "see -1 tracking 0.2 0.2 0.2 0.2 0.2 1 1 1 1", "see", "mood 1 cheerful",
        "mood 1",
        "mood x sad", "mood 2 sad\nmood 1 happy", "set -5 0 tempo=1.0", "set 5 0 tempo=0.0",
    ]) func damagedLinesAreNamed(_ line: String) {
        let text = refusal(SessionFile.text(line))
        #expect(text.hasPrefix("read session a.session: line \(4 + line.split(separator: "\n").count) is damaged: "))
        #expect(text.hasSuffix("; mend or delete that line"))
    }

    @Test func absurdLengthsAreRefused() {
        #expect(refusal(SessionFile.text(end: "end 691200001")).contains("more than 24 hours"))
        #expect(refusal(SessionFile.text(end: "end 9999999999")).contains("more than 24 hours"))
        #expect(refusal(SessionFile.text("mood 1e300 sad", end: "")).contains("more than 24 hours"))
        #expect(refusal(SessionFile.text(end: "end 0")).contains("not a single frame"))
        #expect(refusal(SessionFile.text(end: "end 691200000")).isEmpty)
        #expect(refusal("hello").contains("it does not begin with"))
    }
}
