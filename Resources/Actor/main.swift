// sculptor film OUT.mjpeg OUT.toml · sculptor sheet OUT.png
let motion = Motion()
let arguments = CommandLine.arguments

switch (arguments.dropFirst().first, arguments.count) {
case ("film", 4):
    let studio = Studio(width: 320, height: 240, samples: 2)
    var stream: [UInt8] = []
    for frame in 0..<motion.frames {
        let pixels = studio.picture(of: Bust(motion.actions(frame: frame)))
        stream += jpeg(pixels, width: studio.width, height: studio.height, quality: 88)
        if frame % 15 == 14 { say("\r\(frame + 1) of \(motion.frames) frames") }
    }
    say("\n")
    stream.withUnsafeBytes { save($0, to: arguments[2]) }
    var text = sidecar(motion, studio)
    text.withUTF8 { save(UnsafeRawBufferPointer($0), to: arguments[3]) }
case ("sheet", 3):
    // The five faces side by side, without the shoulders' ends.
    let studio = Studio(width: 400, height: 300, samples: 4), margin = 98
    let across = studio.width - 2 * margin
    var sheet = [UInt8](repeating: 0, count: across * 5 * studio.height)
    for (index, expression) in Expression.allCases.enumerated() {
        let pixels = studio.picture(of: Bust(expression.actions))
        for y in 0..<studio.height {
            for x in 0..<across { sheet[y * across * 5 + index * across + x] = pixels[y * studio.width + margin + x] }
        }
    }
    writePNG(sheet, width: across * 5, height: studio.height, to: arguments[2])
default:
    fail("use: sculptor film OUT.mjpeg OUT.toml | sheet OUT.png")
}
