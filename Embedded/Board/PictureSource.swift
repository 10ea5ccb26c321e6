import CBoard

/// Where pictures come from: a camera, a file, or standard input.
final class PictureSource {
    /// A camera that says nothing for so long is opened again.
    private static let silentSeconds = 5.0

    /// A film in a file: every picture has its time, and it ends.
    let isFilm: Bool
    /// It comes back.
    let isCamera: Bool
    private var camera: VideoCamera?
    private var raw: RawPictures?
    private var lastPicture = board_now()

    init(_ setting: Setting) throws(Failure) {
        let name = setting.camera ?? ("/dev/video0" as StaticString).cString
        isCamera = strncmp(name, "/dev/", 5) == 0
        isFilm = !isCamera && !isEqual(name, "-")
        if isCamera {
            camera = try VideoCamera(name, width: setting.width, height: setting.height)
        } else {
            raw = try RawPictures(name, width: setting.width, height: setting.height, hasColour: setting.hasColour)
        }
    }

    /// The newest picture, once `wait` said so.
    var picture: LumaPicture? { camera?.picture ?? raw?.picture }

    /// Waits at most so long for one.
    func wait(milliseconds: Int32) -> PictureWait {
        let outcome = camera == nil ? raw?.wait(milliseconds: milliseconds) ?? .ended : camera!.wait(milliseconds: milliseconds)
        let now = board_now()
        if outcome == .picture { lastPicture = now }
        return isCamera && now - lastPicture > PictureSource.silentSeconds ? .ended : outcome
    }
}
