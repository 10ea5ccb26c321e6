import Glibc
import Testing

@testable import Capture

@Suite struct FileNameTests {
    private func bytes(_ text: String) -> [UInt8] {
        FileName.bytes(of: text) { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
    }

    @Test func aNameIsOneLineThatMovesNoCursor() {
        let name = FileName.text(Array("a\nb\u{1B}[2Jc\u{9B}\u{202E}d\u{2028}é\\".utf8) + [0xE9])
        #expect(FileName.printable(name) == "a\\nb\\x1B[2Jc\\x9B\\u{202E}d\\u{2028}é\\\\xE9")
        #expect(FileName.printable("Für Elise 🎹.png") == "Für Elise 🎹.png")
    }

    @Test func everyByteComesBack() {
        for first in UInt8(1)...255 {
            for name in [[first], [97, first, 98], [first, 0xE9, 0xC3], [0xC3, first], [0xF0, 0x9F, first]] {
                #expect(bytes(FileName.text(name)) == name)
            }
        }
        #expect(FileName.text("Für Elise.wav".utf8) == "Für Elise.wav")
    }

    @Test func namesThatAreNotUTF8OpenAndAreSaid() throws {
        let folder = TemporaryFolder()
        let path = FileName.text(Array((folder.path + "/caf").utf8) + [0xE9, 0x2E, 0x74])
        let descriptor = FileName.bytes(of: path) { creat($0, 0o600) }
        defer { close(descriptor) }
        #expect(write(descriptor, "12", 2) == 2)
        #expect(try ReadableFile(path, for: "open song").byteCount == 2)
        #expect(LeitmotifError(.failed, "open", "caf\u{F7E9}", "bad", next: "try").description == "open caf\\xE9: bad; try")
    }
}
