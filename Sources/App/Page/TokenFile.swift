import Capture
import FoundationEssentials
import Glibc
import Page
import Session
import TOML

/// The tokens of the page, kept where others may open it: a display on a wall finds it again after a power cut.
enum TokenFile {
    private static let next = "make that folder writable, or set XDG_CONFIG_HOME"

    /// Those of the last time, else new ones.
    static func tokens() throws -> PageTokens {
        guard let folder = UserFolders.own.settings else { return PageTokens() }
        let path = folder + "/page.toml"
        if FileManager.default.fileExists(atPath: path) {
            let table = try Files.table(of: path, "read tokens")
            guard let view = table["view"]?.string, let play = table["play"]?.string, let tokens = PageTokens(view: view, play: play)
            else {
                throw LeitmotifError(
                    .damaged, "read tokens", path, "view and play are not two tokens", next: "delete that file: new ones are made")
            }
            return tokens
        }
        let tokens = PageTokens()
        let text = "# What opens the page beyond this machine. Delete this file for new links.\nview = \"\(tokens.view)\"\nplay = \"\(tokens.play)\"\n"
        try WholeFile.makeFolder(folder, "keep tokens", next: next)
        // Nobody else may ever have been able to read it.
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw refusal(path, String(cString: strerror(errno))) }
        defer { close(file) }
        guard write(file, text, text.utf8.count) == text.utf8.count else { throw refusal(path, String(cString: strerror(errno))) }
        return tokens
    }

    private static func refusal(_ path: String, _ cause: String) -> LeitmotifError {
        LeitmotifError(.failed, "keep tokens", path, cause, next: next)
    }
}
