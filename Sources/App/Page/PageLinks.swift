import Capture
import FoundationEssentials
import Glibc
import Page

/// The links to the page, as they are printed.
struct PageLinks {
    private let address: PageAddress
    private let tokens: PageTokens
    private let allowsPreview: Bool

    init(_ address: PageAddress, _ tokens: PageTokens, allowsPreview: Bool) {
        self.address = address
        self.tokens = tokens
        self.allowsPreview = allowsPreview
    }

    var lines: [String] {
        if address.isLoopback {
            let page = "page: http://\(address.text)/"
            return [allowsPreview ? "\(page) (with the picture: http://\(address.text)/#\(tokens.play))" : page]
        }
        let hosts = address.reachable
        return hosts.map { "page to play from: http://\($0)/#\(tokens.play)" }
            + hosts.map { "page to look at: http://\($0)/#\(tokens.view)" } + code("http://\(hosts.first ?? address.text)/#\(tokens.play)")
    }

    /// A code for a phone's camera, where there is a terminal and `qrencode` is installed.
    private func code(_ link: String) -> [String] {
        guard isatty(STDERR_FILENO) == 1 else { return [] }
        return ProgramOutput.text("qrencode", ["-t", "UTF8", "-m", "2", link]).map { [$0] } ?? []
    }
}
