import Testing
import TOML

// TOMLTests: TOML as its specification has it. May import TOML and Fixtures; Python's own parser, where there is one, has to agree.

/// What TOML 1.0 allows and forbids, rule by rule.
@Suite struct TOMLTableTests {
    private func parse(_ text: String) throws -> TOMLTable { try TOMLTable(parsing: Array(text.utf8)) }

    @Test(arguments: TOMLDocuments.valid)
    func validDocumentsAreRead(document: TOMLDocuments.Valid) throws {
        #expect(JSONText.of(try parse(document.text)) == document.json)
    }

    @Test(arguments: TOMLDocuments.invalid)
    func invalidDocumentsAreRefusedWithTheirPlace(document: TOMLDocuments.Invalid) {
        let error = #expect(throws: TOMLError.self, "\(document.text)") { try parse(document.text) }
        guard let error else { return }
        #expect(error.description.hasPrefix("line \(document.line), column \(document.column): "), "\(document.text)\n\(error)")
    }

    @Test(arguments: [
        [0x61, 0x3D, 0x22, 0xC3, 0x22], [0xFF], [0x23, 0xED, 0xA0, 0x80], [0x61, 0x3D, 0x27, 0xC0, 0x80, 0x27], [0x23, 0xF5, 0x80],
    ] as [[UInt8]])
    func textThatIsNotUTF8IsRefused(bytes: [UInt8]) {
        let error = #expect(throws: TOMLError.self) { try TOMLTable(parsing: bytes) }
        #expect(error?.cause == "this is not UTF-8 text")
    }

    @Test func everyValueKnowsItsLine() throws {
        let table = try parse("a = 1\n\n[b]\nc = [\n  2,\n  3 ]\nd = { e = 4 }\n[[f]]\n[[f]]\ng.h = \"\"\"\n\n\"\"\"\ni = 5")
        #expect(table["a"]?.line == 1)
        let b = try #require(table["b"]?.table)
        #expect(table["b"]?.line == 3 && b["c"]?.line == 4 && b["c"]?.array?.map(\.line) == [5, 6])
        #expect(b["d"]?.table?["e"]?.line == 7)
        let f = try #require(table["f"]?.array)
        #expect(f.map(\.line) == [8, 9])
        #expect(f[1].table?["g"]?.table?["h"]?.line == 10 && f[1].table?["i"]?.line == 13)
    }

    @Test func keysKeepTheirOrderAndTheirScalars() throws {
        let table = try parse("z = 1\na = 2\n\"\u{E9}\" = 3\n\"e\u{301}\" = 4\n")
        #expect(table.keys.map { Array($0.unicodeScalars.map(\.value)) } == [[122], [97], [0xE9], [0x65, 0x301]])
        #expect(table["\u{E9}"]?.integer == 3 && table["e\u{301}"]?.integer == 4 && table["y"] == nil)
    }

    @Test func columnsCountScalars() {
        let error = #expect(throws: TOMLError.self) { try parse("a = 1\n\"\u{1F600}e\u{301}\" = ?") }
        #expect(error?.description == "line 2, column 9: '?' follows where a value should stand")
    }

    @Test func depthIsBounded() {
        let many = 100_000
        let lists = (1...40).map { "[[" + Array(repeating: "a", count: $0).joined(separator: ".") + "]]\n" }.joined()
        let texts = [
            "a = " + String(repeating: "[", count: many), "a = " + String(repeating: "{a = ", count: many),
            "a" + String(repeating: ".a", count: many) + " = 1", "[a" + String(repeating: ".a", count: many) + "]",
            String(repeating: "[", count: many), lists + "b = 1",
        ]
        for text in texts {
            #expect(throws: TOMLError.self, "\(text.prefix(20))") { try parse(text) }
        }
    }

    @Test func lengthIsBounded() {
        let error = #expect(throws: TOMLError.self) {
            try TOMLTable(parsing: [UInt8](repeating: UInt8(ascii: "\n"), count: TOMLTable.mostBytes + 1))
        }
        #expect(error?.cause.contains("more than") == true)
    }

    /// A megabyte of what could take quadratic time: one of the rows would then take minutes.
    @Test func longDocumentsAreRead() throws {
        let rows: [(String) -> String] = [
            { _ in "[[a]]" }, { "k\($0) = 1" }, { "[t\($0)]" }, { "a.b\($0) = 1" }, { "[a.b\($0)]" }, { _ in "# \" [[" },
        ]
        for row in rows {
            let text = (0..<100_000).map { row("\($0)") }.joined(separator: "\n")
            _ = try parse(text)
        }
        _ = try parse("a = [" + String(repeating: "1, ", count: 300_000) + "]")
        _ = try parse("a = \"" + String(repeating: "\\u00e9", count: 160_000) + "\"")
        _ = try parse("a = \"\"\"" + String(repeating: "\\\n  \"\"x", count: 100_000) + "\"\"\"")
        _ = try? parse("a = " + String(repeating: "1", count: 1_000_000) + ".0e-1000000")
        #expect(throws: TOMLError.self) { try parse("a = " + String(repeating: "9", count: 1_000_000)) }
        #expect(throws: TOMLError.self) { try parse(String(repeating: "\n", count: 1_000_000) + "?") }
    }
}
