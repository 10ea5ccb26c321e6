import Capture
import Tensor

/// The picture arguments of `detect` and `classify`.
enum NamedPictures {
    /// `PictureLimits` in words, for --help.
    static let help = """
        PICTURES
          JPEG, PNG, PGM or PPM; WebP, BMP, TIFF, AVIF, HEIC and GIF where an
          installed ffmpeg decodes them. They are turned upright as their EXIF
          says, and boxes lie in the turned picture. At most 16,384 pixels a
          side, 64 megapixels and 256 MiB: larger ones are refused before
          memory is allocated; so are files too small for the size they claim.
        """

    /// Decodes one after another and prints what `body` has to say of each. A failure is reported, and the next one follows.
    /// - Returns: whether all succeeded.
    /// - Throws: when nothing can be printed any more.
    static func each(of paths: [String], _ body: (LumaView, String) throws -> String?) throws -> Bool {
        let decoder = PictureDecoder(patience: .signalled)
        var plane = LumaPlane(width: 1, height: 1)
        var allSucceeded = true
        for path in paths {
            var words: String?
            do {
                try decoder.decode(path, into: &plane)
                words = try body(plane.view, path)
            } catch {
                allSucceeded = false
                Program.say("\(ProgramName.own): \(error)")
            }
            if let words { try Output.line(words) }
        }
        return allSucceeded
    }
}
