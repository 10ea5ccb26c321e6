import Fixtures
import Foundation
import Testing
import TOML

/// Thousands of damaged documents, ours and Python's parser side by side: both refuse, or both read the same values.
@Suite struct TOMLOracleTests {
    @Test(.enabled(if: (try? Python.run(["-c", "import tomllib"])) == 0, "needs python3 with tomllib (3.11)"))
    func pythonReadsTheSame() throws {
        var documents = TOMLDocuments.valid.map { Array($0.text.utf8) } + TOMLDocuments.invalid.map { Array($0.text.utf8) }
        for (index, seed) in (TOMLDocuments.valid.map { Array($0.text.utf8) } + TOMLDocuments.maps).enumerated() {
            documents += TOMLMutations(seed, count: 60, seed: UInt64(index))
        }
        try withTemporaryFolder { folder in
            let (questions, answers) = (folder.appendingPathComponent("documents"), folder.appendingPathComponent("answers"))
            var data = Data()
            for document in documents { data += Data("\(document.count)\n".utf8) + Data(document) }
            try data.write(to: questions)
            #expect(try Python.run(["Tests/Goldens/toml_oracle.py", questions.path, answers.path]) == 0)
            let lines = try String(contentsOf: answers, encoding: .utf8).split(separator: "\n")
            try #require(lines.count == documents.count)
            var (accepted, refused) = (0, 0)
            for (document, line) in zip(documents, lines) {
                let ours = (try? TOMLTable(parsing: document)).map(JSONText.of) ?? "-"
                #expect(ours == line, "\(String(decoding: document, as: UTF8.self))")
                if ours == "-" { refused += 1 } else { accepted += 1 }
            }
            #expect(accepted > 1000 && refused > 1000, "\(accepted) accepted, \(refused) refused")
        }
    }
}
