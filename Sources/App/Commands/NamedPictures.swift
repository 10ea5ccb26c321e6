import Capture
import Tensor

/// The pictures that `detect` and `classify` are given.
enum NamedPictures {
    /// For --help: what `PictureLimits` allows.
    static let help = """
        PICTURES
          JPEG, PNG, PGM or PPM of at most 16,384 pixels a side, 64 megapixels
          and 256 MiB. Larger ones are refused before memory is taken for them;
          so are files too small for the size that they claim.
        """

    /// Decodes one after another. One that fails is told and passed over.
    /// - Returns: whether all of them went well.
    static func each(of paths: [String], _ look: (LumaView, String) throws -> Void) -> Bool {
        let decoder = PictureDecoder()
        var plane = LumaPlane(width: 1, height: 1)
        var isWell = true
        for path in paths {
            do {
                try decoder.decode(path, into: &plane)
                try look(plane.view, path)
            } catch {
                isWell = false
                Program.say("app: \(error)")
            }
        }
        return isWell
    }
}
