import Foundation
import Testing

@testable import Page

@Suite struct JSONTextTests {
    private func text(_ json: JSONText) -> String { String(decoding: json.bytes, as: UTF8.self) }

    @Test(arguments: [
        (0.0, "0"), (1, "1"), (-0.5, "-0.5"), (12.3456, "12.346"), (0.0004, "0"), (-0.0004, "0"), (1e11, "100000000000"), (.nan, "null"),
        (.infinity, "null"), (1e300, "null"), (0.05, "0.05"), (-12.001, "-12.001"), (99.9999, "100"),
    ])
    func numbersAreShortAndFinite(_ number: Double, _ written: String) {
        #expect(text(.object { $0.put("x", number) }) == "{\"x\":\(written)}")
    }

    /// Whatever a file is called.
    @Test(arguments: ["", "a\"b\\c", "line\nfeed\u{0}\u{1F}\u{7F}", "ä🎵\u{2028}", "</script>"]) func anyTextIsReadBackEqual(_ string: String) throws {
        let json = JSONText.object { $0.put(string, string) }
        #expect(!json.bytes.contains { $0 < 32 })
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.bytes)) as? [String: String])
        #expect(object == [string: string])
    }

    @Test func membersNest() {
        let json = JSONText.object { text in
            text.put("none", nil as Double?)
            text.put("list", [1, 2.5])
            text.put("empty", [String]())
            text.put("each", each: [1, 2]) { $0.put("n", $1) }
            text.put("inner") { $0.put("flag", true) }
            text.put("gone", isNull: true) { $0.put("flag", true) }
            text.put("last", 3)
        }
        #expect(
            text(json)
                == #"{"none":null,"list":[1,2.5],"empty":[],"each":[{"n":1},{"n":2}],"inner":{"flag":true},"gone":null,"last":3}"#)
    }

    @Test func sixBitsAreClamped() {
        #expect(SixBits.text([0, 1, 0.5, -1, 2, .nan, 62.0 / 63]) == "A/gA/A+")
    }
}
