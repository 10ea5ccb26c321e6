import Capture
import FoundationEssentials
import Glibc

/// Opens the source that `--camera` or `watch` names: the actor, a camera, that at a board's ribbon cable, or whatever `openFrames` knows.
/// - Parameter detail: of videos; cameras always use `.faces`.
func openSource(_ name: String, detail: FrameDetail = .full) throws(LeitmotifError) -> any FrameSource {
    if name == "actor" { return try Actor().open() }
    if name == RpicamCamera.name { return try RpicamCamera(patience: .signalled) }
    if CameraList.isAddress(name) { return try Camera(named: name) }
    if FileName.bytes(of: name, { access($0, F_OK) }) == 0 {
        try refuseCamera(alsoNamed: name)
        return try openFrames(name, detail: detail, patience: .signalled)
    }
    // A path is no camera's name, and standard input none either.
    if name == "-" || name.contains("/") { return try openFrames(name, detail: detail, patience: .signalled) }
    do throws(LeitmotifError) {
        return try Camera(named: name)
    } catch where error.kind == .notFound {
        throw LeitmotifError(
            .notFound, "open source", name, "there is no such file, and \(error.cause)",
            next: "name a file, a folder, - or a camera (app cameras lists them)")
    }
}

/// A file whose name is in a camera's name as well: nobody can know which is meant.
private func refuseCamera(alsoNamed name: String) throws(LeitmotifError) {
    guard !name.contains("/"), let camera = CameraList.names().first(where: { $0.lowercased().contains(name.lowercased()) })
    else { return }
    throw LeitmotifError(
        .failed, "open source", name, "there is a file of this name and a camera \"\(camera)\"",
        next: "write ./\(name) for the file, or the camera's number (app cameras)")
}
