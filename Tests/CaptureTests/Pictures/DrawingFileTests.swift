import Glibc
import Tensor
import Testing

@testable import Capture

private let drawing = """
    <svg xmlns="http://www.w3.org/2000/svg" width="20" height="10" viewBox="0 0 20 10">
    <rect width="10" height="10" fill="#000000"/><rect x="10" width="10" height="10" fill="#ffffff"/></svg>
    """

@Suite struct DrawingFileTests {
    @Test func anSVGIsWrittenAsItIs() throws {
        let folder = TemporaryFolder()
        let path = folder.file("a.svg", "an older picture")
        let file = try DrawingFile(path: path)
        #expect(folder.names.count == 2 && bytes(of: path).count == 16, "until it is complete, what was there stays")
        try file.finish(svg: drawing)
        #expect(folder.names == ["a.svg"] && bytes(of: path) == Array(drawing.utf8))
    }

    @Test(.enabled(if: tool("rsvg-convert", ["--version"]), "needs rsvg-convert (librsvg2-bin)"))
    func aPNGComesThroughTheConverter() throws {
        let folder = TemporaryFolder()
        let path = folder.path + "/-a b.png"
        try DrawingFile(path: path).finish(svg: drawing)
        #expect(folder.names == ["-a b.png"])
        var plane = LumaPlane(width: 1, height: 1)
        try PictureDecoder().decode(path, into: &plane)
        try #require(plane.width == 1920 && plane.height == 960)
        let row = plane.view.base + 480 * plane.view.stride
        #expect(row[100] == 0 && row[1800] == 255)
        #expect(refusal { try DrawingFile(path: path).finish(svg: "no drawing") }.contains("rsvg-convert cannot draw it ("))
        #expect(folder.names == ["-a b.png"])
    }

    @Test func withoutAConverterThereIsNoPNG() {
        let folder = TemporaryFolder()
        let path = folder.file("a.png")
        #expect(
            refusal { _ = try DrawingFile(path: path, converter: "no-such-converter") }
                == "write picture \(path): no-such-converter is not installed; "
                + "install it: apt install librsvg2-bin fonts-dejavu-core, or name it .svg")
        #expect(
            refusal { try DrawingFile(path: path, converter: "false").finish(svg: drawing) }
                == "write picture \(path): false cannot draw it; name it .svg")
        #expect(folder.names.isEmpty)
    }

    @Test func givenUpLeavesNothing() throws {
        let folder = TemporaryFolder()
        do { _ = try DrawingFile(path: folder.file("a.svg")) }
        #expect(folder.names.isEmpty)
    }

    @Test func unwritableTargetsAreRefused() {
        let folder = TemporaryFolder()
        func refusal(_ path: String) -> String { self.refusal { _ = try DrawingFile(path: path) } }
        #expect(refusal(folder.path + "/none/a.svg").hasSuffix("No such file or directory; make the folder first"))
        #expect(refusal(folder.path).contains("something that is not a file has this name"))
        #expect(refusal("/proc/a.svg").hasPrefix("write picture /proc/a.svg: "))
    }

    private func refusal(_ body: () throws -> Void) -> String {
        do {
            try body()
            return ""
        } catch { return "\(error)" }
    }
}
