import Capture
import Testing

@testable import App

@Suite struct TimelineFileTests {
    @Test func rowsAreReadInOrder() throws {
        let rows = try TimelineFile.parse("seconds,expression\r\n0,neutral\r\n2.5, happy\r\n", path: "t.csv")
        #expect(rows == [.init(seconds: 0, expression: .neutral), .init(seconds: 2.5, expression: .happy)])
    }

    @Test(
        arguments: [
            ("", "line 1"), ("time,mood\n0,sad", "line 1"), ("seconds,expression\n0,glad", "line 2"),
            ("seconds,expression\n0,sad\nx,sad", "line 3"), ("seconds,expression\n-1,sad", "line 2"),
            ("seconds,expression\nnan,sad", "line 2"), ("seconds,expression\n2,sad\n1,sad", "line 3"),
            ("seconds,expression\n1,sad,3", "line 2"), ("seconds,expression\n", "no row"),
        ])
    func mistakesNameTheirLine(text: String, expected: String) {
        let error = #expect(throws: LeitmotifError.self) { try TimelineFile.parse(text, path: "t.csv") }
        #expect(error?.description.contains(expected) == true)
    }
}
