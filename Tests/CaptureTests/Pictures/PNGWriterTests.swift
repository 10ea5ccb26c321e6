import Tensor
import Testing

@testable import Capture

@Suite struct PNGWriterTests {
    @Test func comesBackThroughTheDecoder() throws {
        let folder = TemporaryFolder()
        let path = folder.file("a.png", "an older picture")
        let writer = try PNGWriter(path: path)
        #expect(folder.names.count == 2 && bytes(of: path).count == 16, "until it is complete, what was there stays")
        // The same pixels and greys as in PictureTests.
        try writer.finish(
            rgb: [255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 200, 30], width: 3, height: 2)
        #expect(folder.names == ["a.png"])
        var plane = LumaPlane(width: 1, height: 1)
        try PictureDecoder().decode(path, into: &plane)
        #expect(plane.width == 3 && plane.height == 2 && luma(plane) == [255, 0, 76, 150, 29, 124])
    }

    @Test func givenUpLeavesNothing() throws {
        let folder = TemporaryFolder()
        do { _ = try PNGWriter(path: folder.file("a.png")) }
        #expect(folder.names.isEmpty)
        do {
            let writer = try PNGWriter(path: folder.file("a.png"))
            #expect(throws: CaptureError.self) { try writer.finish(rgb: [0], width: 0, height: 1) }
            #expect(throws: CaptureError.self) { try writer.finish(rgb: [0], width: 99_999, height: 1) }
        }
        #expect(folder.names.isEmpty)
    }

    @Test func refusals() {
        let folder = TemporaryFolder()
        func refusal(_ path: String) -> String {
            do {
                _ = try PNGWriter(path: path)
                return ""
            } catch { return error.description }
        }
        #expect(refusal(folder.path + "/none/a.png").hasSuffix("No such file or directory; make the folder first"))
        #expect(refusal(folder.path).contains("something that is not a file has this name"))
        #expect(refusal("/proc/a.png").hasPrefix("write picture /proc/a.png: "))
    }
}
