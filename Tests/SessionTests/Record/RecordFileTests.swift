import Capture
import Foundation
import Glibc
import Testing

@testable import Session

/// A record's file is ours alone from the start, and takes nothing away before the session begins.
@Suite(.timeLimit(.minutes(1))) struct RecordFileTests {
    private let path = NSTemporaryDirectory() + "leitmotif-\(UUID().uuidString).session"
    private let older = SessionText.head + " 1\nan older evening\n"

    private func contents() -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

    @Test func anOlderRecordLastsUntilTheFirstLine() throws {
        defer { unlink(path) }
        try older.write(toFile: path, atomically: false, encoding: .utf8)
        do { _ = try RecordFile(path: path) }
        #expect(contents() == older)
        do {
            var file = try RecordFile(path: path)
            #expect(contents() == older)
            try file.write("new\n")
        }
        #expect(contents() == "new\n")
    }

    @Test func aSessionThatNeverBeginsLeavesNoFile() throws {
        do { _ = try RecordFile(path: path) }
        #expect(contents() == nil)
    }

    @Test func aSecondSessionIsRefusedAndRuinsNothing() throws {
        defer { unlink(path) }
        var first = try RecordFile(path: path)
        try first.write(older)
        #expect(throws: LeitmotifError.self) { _ = try RecordFile(path: path) }
        try first.write("more\n")
        #expect(contents() == older + "more\n")
    }

    @Test func otherFilesAndFoldersAreRefused() throws {
        defer { unlink(path) }
        try "words".write(toFile: path, atomically: false, encoding: .utf8)
        let long = NSTemporaryDirectory() + String(repeating: "x", count: 300)
        for name in [path, NSTemporaryDirectory(), path + "/none", "/no/such/folder/a", long] {
            #expect(throws: LeitmotifError.self, "\(name)") { _ = try RecordFile(path: name) }
        }
        #expect(contents() == "words")
    }

    @Test func aPipeNeedsAReaderAndIsNotWaitedForWithoutEnd() throws {
        defer { unlink(path) }
        try #require(mkfifo(path, 0o600) == 0)
        let error = #expect(throws: LeitmotifError.self) { _ = try RecordFile(path: path) }
        #expect(error?.cause == "nobody reads that pipe")
        let reader = open(path, O_RDONLY | O_NONBLOCK)
        defer { close(reader) }
        var file = try RecordFile(path: path)
        try file.write("a line\n")
        var bytes = [UInt8](repeating: 0, count: 7)
        #expect(read(reader, &bytes, 7) == 7 && bytes == Array("a line\n".utf8))
    }

    @Test func devicesAreSharedAndAFullOneIsSaid() throws {
        var first = try RecordFile(path: "/dev/null")
        var second = try RecordFile(path: "/dev/null")
        try first.write("a\n")
        try second.write("b\n")
        var full = try RecordFile(path: "/dev/full")
        #expect(throws: LeitmotifError.self) { try full.write("c\n") }
    }
}
