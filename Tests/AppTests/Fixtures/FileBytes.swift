// AppTests: the commands as a person uses them: exit codes, files made and not made, maps, timelines, plots.
// May import App and everything below it, and Foundation.
// The tests make sounds, pictures and records in temporary folders, which are removed with them.
import Foundation

/// Whole files as bytes.
enum FileBytes {
    static func read(_ path: String) -> [UInt8]? { FileManager.default.contents(atPath: path).map { [UInt8]($0) } }
}
