import ArgumentParser
import Page

/// The page in a browser.
struct PageOptions: ParsableArguments {
    @Option(
        help: """
            Where the page is served, as 127.0.0.1:8765; the next free port when that is taken. Another address than this \
            machine's own (never 0.0.0.0 unasked) opens it to others, who need the link that is printed.
            """)
    var web: String?
    @Flag(help: "No page in a browser.") var noWeb = false
    @Flag(help: "Nothing changes the numbers of maps: neither the page nor a file that is edited.") var lock = false
    @Option(help: "The picture on the page: allowed, with the link that is printed, or never.", transform: checkedPreview)
    var preview = PreviewRule.allowed
    @Option(parsing: .unconditional, help: "The loudest volume that can be set while playing, -60…12 dB.") var ceiling = 12.0

    func validate() throws {
        _ = try address
        guard web == nil || !noWeb else { throw ValidationError("--web and --no-web: give one of them") }
        try check(ceiling, "--ceiling", in: -60...12, "dB")
    }

    var address: PageAddress {
        get throws {
            guard let web else { return .loopback }
            guard let address = PageAddress(web) else {
                throw ValidationError("--web \(web): not an address; write it as 127.0.0.1:8765, [::1]:8765 or :8765")
            }
            return address
        }
    }
}

/// Whether the page may show the picture.
enum PreviewRule: String, CaseIterable {
    case allowed, never
}

private func checkedPreview(_ name: String) throws -> PreviewRule {
    guard let rule = PreviewRule(rawValue: name) else { throw ValidationError("--preview \(name): choose allowed or never") }
    return rule
}
