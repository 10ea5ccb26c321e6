import CPictures
import Glibc

/// Writing: an MJPEG stream (baseline grey JPEGs one after another), its sidecar, and PNG stills.
func say(_ message: String) { _ = message.withCString { Glibc.write(STDERR_FILENO, $0, strlen($0)) } }

func fail(_ message: String) -> Never {
    say(message + "\n")
    exit(1)
}

func save(_ bytes: UnsafeRawBufferPointer, to path: String) {
    guard let file = fopen(path, "wb") else { fail("write \(path): \(String(cString: strerror(errno)))") }
    guard fwrite(bytes.baseAddress, 1, bytes.count, file) == bytes.count, fclose(file) == 0 else {
        fail("write \(path): \(String(cString: strerror(errno)))")
    }
}

/// One baseline grey JPEG.
func jpeg(_ pixels: [UInt8], width: Int, height: Int, quality: Int32) -> [UInt8] {
    guard let handle = tjInitCompress() else { fail("turbojpeg: no compressor") }
    defer { tjDestroy(handle) }
    var buffer: UnsafeMutablePointer<UInt8>?
    var count: UInt = 0
    let result = tjCompress2(
        handle, pixels, Int32(width), 0, Int32(height), Int32(TJPF_GRAY.rawValue), &buffer, &count,
        Int32(TJSAMP_GRAY.rawValue), quality, TJFLAG_ACCURATEDCT)
    guard result == 0, let buffer else { fail("turbojpeg: \(String(cString: tjGetErrorStr2(handle)))") }
    defer { tjFree(buffer) }
    return Array(UnsafeBufferPointer(start: buffer, count: Int(count)))
}

/// A grey PNG.
func writePNG(_ pixels: [UInt8], width: Int, height: Int, to path: String) {
    var image = png_image()
    image.version = UInt32(PNG_IMAGE_VERSION)
    image.width = UInt32(width)
    image.height = UInt32(height)
    image.format = UInt32(PNG_FORMAT_GRAY)
    guard png_image_write_to_file(&image, path, 0, pixels, Int32(width), nil) != 0 else { fail("write \(path): libpng refused") }
}

/// What a reader of the stream must know: its rate and size, and where each face is held.
func sidecar(_ motion: Motion, _ studio: Studio) -> String {
    var text = """
        # Made by Resources/Actor/make: the clay head in actor.mjpeg (grey JPEGs one after another, a loop).
        frames_per_second = \(motion.framesPerSecond)
        width = \(studio.width)
        height = \(studio.height)
        frames = \(motion.frames)

        """
    for hold in motion.holds {
        text += "\n[[hold]]\nexpression = \"\(hold.expression.rawValue)\"\nstart_frame = \(hold.start)\nend_frame = \(hold.end)\n"
    }
    return text
}
