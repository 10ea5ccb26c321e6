import CBoard

/// What the program is told. Texts are the program's own arguments, which live as long as it does.
struct Setting {
    typealias Text = UnsafePointer<CChar>

    var weights: Text?
    var camera: Text?
    var song: Text?
    var output: Text?
    var map: Text?
    /// Of raw pictures: pixels, pictures a second, and whether planes of colour lie behind each (yuv420).
    var width = 640
    var height = 480
    var rate = 30.0
    var hasColour = false
    /// Until the film or the person ends it: infinite.
    var seconds = Double.infinity

    static let usage: StaticString = """
        usage: leitmotif-board --weights FILE --song FILE.wav [OPTION VALUE]…
          --weights  expression.weights or expression-light.weights, with frontalface.cascade beside it
          --song     16-bit PCM, one or two channels
          --camera   /dev/videoN (GREY, NV12 or YUYV), a file of raw pictures, or - for those on standard input; default /dev/video0
          --size     of raw pictures, default 640x480
          --rate     of raw pictures a second, default 30
          --pixels   of raw pictures: gray, or yuv420 as rpicam-vid writes it; default gray
          --output   an ALSA name, or FILE.wav; default the card named default
          --map      drama (default), seed or seed-table
          --seconds  how long to play

        """

    /// Nil for wrong use.
    init?(_ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>, count: Int) {
        var index = 1
        while index + 1 < count {
            guard let option = words[index], let value = words[index + 1], take(option, value) else { return nil }
            index += 2
        }
        guard index == count, weights != nil, song != nil else { return nil }
    }

    private mutating func take(_ option: Text, _ value: Text) -> Bool {
        if isEqual(option, "--weights") { weights = value } else if isEqual(option, "--song") { song = value }
        else if isEqual(option, "--camera") { camera = value } else if isEqual(option, "--output") { output = value }
        else if isEqual(option, "--map") { map = value } else if isEqual(option, "--size") { return takeSize(value) }
        else if isEqual(option, "--rate") {
            rate = atof(value)
            return 1...240 ~= rate
        } else if isEqual(option, "--seconds") {
            seconds = atof(value)
            return 0...1e9 ~= seconds
        } else if isEqual(option, "--pixels") {
            hasColour = isEqual(value, "yuv420")
            return hasColour || isEqual(value, "gray")
        } else {
            return false
        }
        return true
    }

    /// `640x480`: even, so that planes of colour are whole.
    private mutating func takeSize(_ text: Text) -> Bool {
        guard let cross = strchr(text, Int32(UInt8(ascii: "x"))) else { return false }
        (width, height) = (Int(atoi(text)), Int(atoi(cross + 1)))
        return 16...4096 ~= width && 16...4096 ~= height && width % 2 == 0 && height % 2 == 0
    }
}

func isEqual(_ text: UnsafePointer<CChar>, _ other: StaticString) -> Bool { strcmp(text, other.cString) == 0 }

extension StaticString {
    var cString: UnsafePointer<CChar> { UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self) }
}
