import Glibc

/// Why a camera does not start: the driver's answer, and to what.
struct CameraRefusal: Error, Equatable {
    /// An errno, positive.
    let code: Int32
    /// What was asked: a format or a step.
    let request: String
    /// In place of the system's text.
    let words: String?

    init(_ code: Int32, _ request: String, _ words: String? = nil) {
        self.code = abs(code)
        self.request = request
        self.words = words
    }

    /// One line for people.
    /// - Parameters:
    ///   - attempts: how many there were, all in vain.
    ///   - holder: the program that uses the camera, where it can be known.
    func error(_ path: String, attempts: Int, holder: String?) -> LeitmotifError {
        var cause = words ?? systemText(code)
        var next = "unplug it and plug it in again"
        switch code {
        case EBUSY:
            cause = "another program is using it (\(cause))"
            next = "end \(holder ?? "the program that uses it")"
        case ENOSPC:
            cause = "the USB bandwidth does not suffice (\(cause))"
            next = "plug it into another USB socket, away from other cameras: this bus is full"
        case EPROTO, EIO, EPIPE, ETIMEDOUT:
            next = "plug it into another USB socket, without a hub and with a shorter cable"
        case ENODEV, ENXIO, ENOENT: next = "plug it in again"
        case EINVAL where words != nil: next = "use another camera"
        default: break
        }
        let tries = attempts > 1 ? ", after \(attempts) attempts" : ""
        let kind = words == nil ? LeitmotifError.Kind.system(code) : .unsupported
        return LeitmotifError(kind, "start camera", path, "\(request): \(cause)\(tries)", next: next)
    }
}
