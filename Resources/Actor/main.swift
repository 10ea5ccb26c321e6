// sculptor film OUT.mjpeg OUT.toml · sculptor sheet OUT.png
// sculptor dark OUT.mjpeg EVERY              every so many frames of the film, with dark skin
// sculptor turned OUT.mjpeg EVERY DEGREES    the same with the usual skin and the head turned to the picture's right
let motion = Motion()
let arguments = CommandLine.arguments
let studio = Studio(width: 320, height: 240, samples: 2)

func film(to path: String, every step: Int = 1, _ bust: (Int) -> Bust) {
    var stream: [UInt8] = []
    for frame in stride(from: 0, to: motion.frames, by: step) {
        stream += jpeg(studio.picture(of: bust(frame)), width: studio.width, height: studio.height, quality: 88)
        if frame % 15 == 14 { say("\r\(frame + 1) of \(motion.frames) frames") }
    }
    say("\n")
    stream.withUnsafeBytes { save($0, to: path) }
}

func number(_ index: Int) -> Float { Float(arguments[index]) ?? 0 }

switch (arguments.dropFirst().first, arguments.count) {
case ("film", 4):
    film(to: arguments[2]) { Bust(motion.actions(frame: $0)) }
    var text = sidecar(motion, studio)
    text.withUTF8 { save(UnsafeRawBufferPointer($0), to: arguments[3]) }
case ("dark", 4):
    film(to: arguments[2], every: max(Int(number(3)), 1)) { Bust(motion.actions(frame: $0), .dark) }
case ("turned", 5):
    film(to: arguments[2], every: max(Int(number(3)), 1)) { frame in
        var actions = motion.actions(frame: frame)
        actions.headYaw += number(4)
        return Bust(actions)
    }
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
    fail("use: sculptor film OUT.mjpeg OUT.toml | sheet OUT.png | dark OUT.mjpeg EVERY | turned OUT.mjpeg EVERY DEGREES")
}
