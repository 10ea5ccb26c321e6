import Foundation
import Testing

@testable import App

/// Every way in which two options can mean one file, for every pair of options.
@Suite struct NamedFilesTests {
    /// How the second name leads to the first one's file.
    enum Way: CaseIterable {
        case same, dotted, upAndDown, symbolicLink, linkToLink, hardLink, linkedFolder

        /// - Parameter path: a file in `folder`, which may be missing.
        func name(for path: String, in folder: ScratchFolder) throws -> String {
            let files = FileManager.default
            let last = (path as NSString).lastPathComponent
            let other = folder.path + "/other-" + last
            switch self {
            case .same: return path
            case .dotted: return folder.path + "/./" + last
            case .upAndDown:
                try files.createDirectory(atPath: folder.path + "/down", withIntermediateDirectories: true)
                return folder.path + "/down/../" + last
            case .symbolicLink:
                try files.createSymbolicLink(atPath: other, withDestinationPath: last)
                return other
            case .linkToLink:
                try files.createSymbolicLink(atPath: folder.path + "/between", withDestinationPath: path)
                try files.createSymbolicLink(atPath: other, withDestinationPath: "between")
                return other
            case .hardLink:
                try files.linkItem(atPath: path, toPath: other)
                return other
            case .linkedFolder:
                try files.createSymbolicLink(atPath: folder.path + "/folder", withDestinationPath: ".")
                return folder.path + "/folder/" + last
            }
        }
    }

    @Test(arguments: Way.allCases) func whatIsReadIsNotWrittenOver(way: Way) throws {
        let folder = try ScratchFolder()
        let path = folder.text("a.wav", "a")
        var files = NamedFiles()
        files.reads("--song", path)
        files.writes("--output", try way.name(for: path, in: folder))
        #expect(throws: (any Error).self) { try files.check() }
    }

    @Test(arguments: Way.allCases.filter { $0 != .hardLink }) func nothingIsWrittenTwice(way: Way) throws {
        let folder = try ScratchFolder()
        let path = folder.file("new.wav")
        var files = NamedFiles()
        files.writesSound("--output", path)
        #expect(throws: Never.self) { try files.check() }
        files.writes("--record", try way.name(for: path, in: folder))
        #expect(throws: (any Error).self) { try files.check() }
    }

    @Test func differentFilesAndSharedDevicesAreFine() throws {
        let folder = try ScratchFolder()
        var files = NamedFiles()
        files.readsSong("--song", folder.text("a.wav", "a"))
        files.readsSong("--song", "theme")
        files.readsMap("--map", "drama")
        files.readsPictures("--camera", "0")
        files.readsPictures("--camera", folder.path)
        files.writes("--record", "/dev/null")
        files.writes("--record", "/dev/null")
        files.writesSound("--output", folder.file("b.wav"))
        files.writesSound("--output", folder.file("b.flac"))
        files.writesSound("--output", folder.file("none/b.wav"))
        #expect(throws: Never.self) { try files.check() }
    }

    @Test func aTakeThatWaitsToBeRescuedIsNoSong() throws {
        let folder = try ScratchFolder()
        var files = NamedFiles()
        files.readsSong("--song", folder.text(".a.wav.part", "a"))
        files.writesSound("--output", folder.file("a.wav"))
        #expect(throws: (any Error).self) { try files.check() }
    }

    /// The options that read, each with the file IN; OUT is what would overwrite it.
    @Test(arguments: [
        ["process", "IN.wav", "OUT.wav"], ["resample", "IN.wav", "OUT.wav", "--rate", "48000"],
        ["render", "--song", "IN.wav", "--emotion", "sad", "--out", "OUT.wav"],
        ["render", "--timeline", "IN.wav", "--out", "OUT.wav"], ["render", "--session", "IN.wav", "--out", "OUT.wav"],
        ["render", "--emotion", "sad", "--map", "IN.wav", "--out", "OUT.wav"],
        ["plot", "IN.svg", "OUT.svg"], ["plot", "a.session", "OUT.svg", "--song", "IN.svg"],
        ["live", "--song", "IN.wav", "--output", "OUT.wav"], ["live", "--camera", "IN.wav", "--output", "OUT.wav"],
        ["live", "--map", "drama", "--map", "IN.wav", "--output", "OUT.wav"],
        ["live", "--weights", "IN.wav", "--output", "OUT.wav"], ["live", "--record", "IN.wav", "--output", "OUT.wav"],
        ["live", "--output", "IN.wav", "--output", "OUT.wav"], ["live", "--song", "IN.wav", "--record", "OUT.wav"],
        ["live", "--camera", "IN.wav", "--record", "OUT.wav"], ["live", "--map", "IN.wav", "--record", "OUT.wav"],
        ["live", "--weights", "IN.wav", "--record", "OUT.wav"],
    ], Way.allCases)
    func everyPairOfOptionsIsRefused(arguments: [String], way: Way) throws {
        let folder = try ScratchFolder()
        let name = arguments.contains("IN.svg") ? "in.svg" : "in.wav"
        let path = folder.text(name, "worth keeping")
        let other = try way.name(for: path, in: folder)
        let line = arguments.map { $0.hasPrefix("IN.") ? path : $0.hasPrefix("OUT.") ? other : $0 }
        #expect(Program.run(line) == 2, "\(line)")
        #expect(FileBytes.read(path) == Array("worth keeping".utf8))
    }
}
