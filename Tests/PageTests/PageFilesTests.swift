import Foundation
import Testing

@testable import Page

@Suite struct PageFilesTests {
    @Test func onlyFilesOfAPageAreRead() throws {
        let folder = NSTemporaryDirectory() + "leitmotif-\(UUID().uuidString)"
        let files = FileManager.default
        defer { try? files.removeItem(atPath: folder) }
        try files.createDirectory(atPath: folder + "/js/deep", withIntermediateDirectories: true)
        for name in ["index.html", "js/a.js", "js/deep/b.js", ".secret.html", "notes.txt", "Makefile"] {
            try Data(name.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
        }
        let page = try PageFiles(folder: folder)
        #expect(page["index.html"]?.bytes == Array("index.html".utf8) && page["js/a.js"]?.type == "text/javascript; charset=utf-8")
        for name in ["js/deep/b.js", ".secret.html", "notes.txt", "Makefile", "js", "../" + folder] { #expect(page[name] == nil) }
        let before = page.digest
        try Data("other".utf8).write(to: URL(fileURLWithPath: folder + "/js/a.js"))
        #expect(try PageFiles(folder: folder).digest != before)
        try Data(count: (512 << 10) + 1).write(to: URL(fileURLWithPath: folder + "/js/a.js"))
        #expect(throws: (any Error).self) { try PageFiles(folder: folder) }
    }
}
