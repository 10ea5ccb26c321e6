import Capture
import Foundation
import Testing

@testable import App

struct WholeFileTests {
    @Test func aFileIsReplacedWhole() throws {
        let folder = NSTemporaryDirectory() + "whole-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try WholeFile.makeFolder(folder + "/a/b", "save", next: "")
        try WholeFile.makeFolder(folder + "/a/b", "save", next: "")
        let path = folder + "/a/b/c.toml"
        try WholeFile.write("one, which is longer\n", to: path, "save", next: "")
        try WholeFile.write("two\n", to: path, "save", next: "")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "two\n")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/a/b") == ["c.toml"])
    }

    @Test func aFolderIsNoFile() throws {
        let folder = NSTemporaryDirectory() + "whole-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try WholeFile.makeFolder(folder + "/taken", "save", next: "")
        #expect(throws: LeitmotifError.self) { try WholeFile.write("text", to: folder + "/taken", "save map", next: "") }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["taken"])
        let error = #expect(throws: LeitmotifError.self) { try WholeFile.write("text", to: folder + "/missing/map.toml", "save map", next: "") }
        #expect(error?.kind == .notFound)
    }
}
