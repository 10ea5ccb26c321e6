// AppTests: the commands as a person uses them: exit codes, files made and not made, maps, timelines, plots.
// May import App and everything below it, and Foundation.
// Sounds, pictures and records are made by the tests in folders of their own, which go away with them.
import Foundation

/// Whole files as bytes.
enum FileBytes {
    static func read(_ path: String) -> [UInt8]? { FileManager.default.contents(atPath: path).map { [UInt8]($0) } }
}
