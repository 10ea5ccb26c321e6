import Fixtures
import Testing

@testable import OSC

/// Messages of every type, for the tests below.
private let everything = OSCPacket.bundle(
    time: OSCTime(units: 0x0123_4567_89AB_CDEF),
    [
        .message(OSCMessage("/a")),
        .message(
            OSCMessage(
                "/all/types", .int(-5), .float(0.25), .string("mood"), .string("four"), .string(""), .blob([1, 2, 3]), .wideInt(1 << 40),
                .double(-0.1), .time(.immediately), .bool(true), .bool(false), .null, .impulse)),
        .bundle(time: .immediately, [.message(OSCMessage("/é", .string("ü")))]),
    ])

@Suite struct OSCPacketTests {
    @Test func bytesAreThoseOfTheSpecification() {
        // The two examples of the OSC 1.0 specification.
        #expect(
            OSCPacket.message(OSCMessage("/oscillator/4/frequency", .float(440))).bytes
                == Array("/oscillator/4/frequency\0,f\0\0".utf8) + [0x43, 0xDC, 0, 0])
        #expect(
            OSCPacket.message(OSCMessage("/foo", .int(1000), .int(-1), .string("hello"), .float(1.234), .float(5.678))).bytes
                == Array("/foo\0\0\0\0,iisff\0\0".utf8) + [0, 0, 3, 0xE8, 0xFF, 0xFF, 0xFF, 0xFF] + Array("hello\0\0\0".utf8)
                + [0x3F, 0x9D, 0xF3, 0xB6, 0x40, 0xB5, 0xB2, 0x2D])
        #expect(
            OSCPacket.bundle(time: .immediately, []).bytes == Array("#bundle\0".utf8) + [0, 0, 0, 0, 0, 0, 0, 1])
    }

    @Test func whatIsWrittenIsRead() { #expect(OSCPacket(everything.bytes) == everything) }

    @Test func messagesOfABundleKnowTheirTime() {
        #expect(everything.messages.map(\.message.address) == ["/a", "/all/types", "/é"])
        #expect(everything.messages.map(\.time) == [OSCTime(units: 0x0123_4567_89AB_CDEF), OSCTime(units: 0x0123_4567_89AB_CDEF), nil])
    }

    @Test(arguments: [
        "", "/a", "a\0\0\0", "/a\0\0,i\0\0", "/a\0\0,i\0\0\0\0\0", "/a\0\0,q\0\0", "/a\0\0i\0\0\0\0\0\0\0", "/a\0\0,s\0\0abcd",
        "#bundle\0", "#bundle\0\0\0\0\0\0\0\0\u{1}\0\0\0\u{8}/a\0\0", "#bundle\0\0\0\0\0\0\0\0\u{1}\0\0\0\u{0}",
    ])
    func othersAreRefused(_ text: String) { #expect(OSCPacket(Array(text.utf8)) == nil) }

    @Test func depthAndNumberOfPartsAreBounded() {
        var packet = OSCPacket.message(OSCMessage("/a"))
        for _ in 0..<OSCPacket.deepest { packet = .bundle(time: .immediately, [packet]) }
        #expect(OSCPacket(packet.bytes) == packet)
        #expect(OSCPacket(OSCPacket.bundle(time: .immediately, [packet]).bytes) == nil)
        let many = OSCPacket.bundle(time: .immediately, Array(repeating: .message(OSCMessage("/a")), count: 1100))
        #expect(OSCPacket(many.bytes) == nil)
    }

    /// Whatever arrives is refused, or is a packet that is written and read as the same.
    @Test func damageIsRefusedOrRead() {
        for bytes in Mutations(everything.bytes, count: 100_000, seed: 5) {
            guard let packet = OSCPacket(bytes) else { continue }
            let written = packet.bytes
            #expect(OSCPacket(written)?.bytes == written)
        }
    }

    @Test func timesAreThoseOfNTP() {
        #expect(OSCTime(secondsSince1970: 0).units == 2_208_988_800 << 32)
        #expect(OSCTime.immediately.secondsSince1970 == nil)
        let time = OSCTime(secondsSince1970: 1_750_000_000.25)
        #expect(abs((time.secondsSince1970 ?? 0) - 1_750_000_000.25) < 1e-6)
        #expect(OSCTime(secondsSince1970: -1e12).units == 0)
    }
}
