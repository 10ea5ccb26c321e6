import Testing

@testable import Page

@Suite struct PageAddressTests {
    @Test(arguments: [
        ("127.0.0.1:8765", "127.0.0.1:8765"), ("[::1]:80", "[::1]:80"), ("[::1]", "[::1]:8765"), ("box.local", "box.local:8765"),
        (":9000", "127.0.0.1:9000"), ("LOCALHOST:0", "localhost:0"), ("0.0.0.0:65535", "0.0.0.0:65535"),
    ])
    func isReadAndWritten(_ text: String, _ written: String) { #expect(PageAddress(text)?.text == written) }

    @Test(arguments: [
        "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536", "::1", "[::1", "[::1]x", "[::1]:", "a b", "a/b:80", "http://a:80", "a:-1", "a:000080",
        "a@b:80", "é:80", "[a/b]:80",
    ])
    func othersAreRefused(_ text: String) { #expect(PageAddress(text) == nil) }

    @Test func loopbackIsThisMachineAlone() {
        for text in ["127.0.0.1:1", "127.8.9.1:1", "localhost:1", "[::1]:1"] { #expect(PageAddress(text)?.isLoopback == true) }
        for text in ["0.0.0.0:1", "127.evil.example:1", "192.168.1.5:1", "[::]:1", "1127.0.0.1:1"] {
            #expect(PageAddress(text)?.isLoopback == false)
        }
    }
}
