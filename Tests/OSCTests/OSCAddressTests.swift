import Testing

@testable import OSC

@Suite struct OSCAddressTests {
    @Test(arguments: [
        ("9000", "127.0.0.1:9000"), ("192.168.1.20:57120", "192.168.1.20:57120"), ("[::1]:9", "[::1]:9"), ("[::1]", "[::1]:8338"),
        ("box.local", "box.local:8338"), ("0.0.0.0:1", "0.0.0.0:1"),
    ])
    func isReadAndWritten(_ text: String, _ written: String) { #expect(OSCAddress(text, usualPort: 8338)?.text == written) }

    @Test(arguments: ["", "box:", "box:x", "box:0", "box:65536", "::1", "[::1", "[::1]x", "[]:1", "a b:1", "a/b:1", ":9000", "0"])
    func othersAreRefused(_ text: String) { #expect(OSCAddress(text) == nil) }

    @Test func whereNoPortIsUsualOneIsNeeded() { #expect(OSCAddress("box.local") == nil) }
}
