import CKernel
import CV4L2
import Glibc

/// A camera as `app cameras` shows it.
public struct CameraInfo: Equatable, Sendable {
    /// The number in /dev/videoN; it changes when cameras are plugged in in another order.
    public let number: Int
    /// `/dev/videoN`.
    public let path: String
    /// The name that the driver gives.
    public let name: String
    /// Card, bus and, for USB, serial number: survives unplugging, as long as the socket is the same.
    public let stableID: String
    /// What it can deliver and we can read.
    public let formats: [CameraFormat]
    /// The codes of what it can deliver and we cannot read.
    public let unreadFormats: [String]
    /// Why it cannot be opened at present; nil when it can. Little is known of it then.
    public let refusal: LeitmotifError?
    /// The type of buffers that it streams into.
    let kind: UInt32
    /// It gives a sensor's raw data, see `BoardDriver`.
    var isSensor = false
}

/// The cameras of this machine. A webcam often appears as two or three devices: only those that stream are listed.
public enum CameraList {
    /// By number. Opens each one briefly; a camera in use elsewhere is listed too, and one that may not be opened.
    public static func cameras() -> [CameraInfo] {
        var cameras: [CameraInfo] = []
        for camera in (0..<64).compactMap({ camera(at: "/dev/video\($0)") }) {
            // A sensor has a device for each way to read it, and they bear one name.
            let isRepeated = camera.isSensor && cameras.contains { $0.isSensor && $0.stableID == camera.stableID }
            if !isRepeated { cameras.append(camera) }
        }
        return cameras
    }

    /// What every camera is called, without opening any: one in use may not bear it, and some light their lamp.
    public static func names() -> [String] {
        entries("/sys/class/video4linux").filter { $0.hasPrefix("video") }.compactMap { line(of: "/sys/class/video4linux/\($0)/name") }
    }

    /// Whether a name can only be a camera's: a number, or the path of a device.
    public static func isAddress(_ name: String) -> Bool {
        if let number = Int(name), number >= 0 { return true }
        if name.hasPrefix("/dev/") { return true }
        var status = stat()
        return stat(name, &status) == 0 && status.st_mode & S_IFMT == S_IFCHR
    }

    /// - Parameters:
    ///   - wanted: a number, a path, a stable id, or part of a name in any case.
    ///   - path: which of several to take; else several are refused.
    static func find(_ wanted: String, at path: String? = nil) throws(LeitmotifError) -> CameraInfo {
        if isAddress(wanted) { return try describe(Int(wanted).map { "/dev/video\($0)" } ?? wanted) }
        return try find(wanted, at: path, among: cameras())
    }

    /// A camera that was there before: by its whole stable id, which may be a part of another's.
    /// - Parameter path: which of several to take.
    static func find(again id: String, at path: String, among all: [CameraInfo] = cameras()) throws(LeitmotifError) -> CameraInfo {
        let same = all.filter { $0.stableID == id }
        guard let camera = same.first(where: { $0.path == path }) ?? same.first else {
            throw LeitmotifError(.notFound, "open camera", id, "it is not there", next: "plug it in again")
        }
        return camera
    }

    static func find(_ wanted: String, at path: String? = nil, among all: [CameraInfo]) throws(LeitmotifError) -> CameraInfo {
        let exact = all.filter { $0.stableID == wanted }
        let part = wanted.lowercased()
        let named =
            !exact.isEmpty || part.isEmpty
            ? exact : all.filter { $0.name.lowercased().contains(part) || $0.stableID.lowercased().contains(part) }
        guard let camera = named.first else {
            let names = all.map { "\"\($0.name)\"" }.joined(separator: ", ")
            let there = all.isEmpty ? "there is no camera at all" : "there are \(names)"
            throw LeitmotifError(
                .notFound, "open camera", wanted, "no camera has this number, id or name; \(there)", next: "see app cameras")
        }
        if named.count > 1, let same = named.first(where: { $0.path == path }) { return same }
        guard named.count == 1 else {
            // Two of a kind in one socket's words: only their paths differ.
            let ids = named.map(\.stableID)
            let choices = Set(ids).count == ids.count ? ids : named.map(\.path)
            throw LeitmotifError(
                .failed, "open camera", wanted, "\(named.count) cameras have this in their names",
                next: "use one of \(choices.joined(separator: ", "))")
        }
        return camera
    }

    /// The camera behind a path, also one that cannot be opened; nil when there is none.
    private static func camera(at path: String) -> CameraInfo? {
        do throws(LeitmotifError) {
            return try describe(path)
        } catch {
            guard error.kind == .denied || error.kind == .busy, let number = number(of: path) else { return nil }
            // Further nodes of the same device carry no pictures.
            let folder = "/sys/class/video4linux/video\(number)"
            guard ["0", nil].contains(line(of: "\(folder)/index")) else { return nil }
            let name = line(of: "\(folder)/name") ?? "video\(number)"
            return CameraInfo(
                number: number, path: path, name: name, stableID: path, formats: [], unreadFormats: [], refusal: error, kind: 0)
        }
    }

    private static func describe(_ path: String) throws(LeitmotifError) -> CameraInfo {
        let device = OwnedDescriptor(try open(path))
        var capability = v4l2_capability()
        guard v4l2_request(device.descriptor, v4l2_query_capability, &capability) >= 0 else {
            throw LeitmotifError(.unsupported, "open camera", path, "it is not a video device", next: "see app cameras")
        }
        let name = fieldText(&capability.card)
        let number = number(of: path)
        let bus = fieldText(&capability.bus_info)
        switch BoardDriver(fieldText(&capability.driver)) {
        case .sensor:
            return CameraInfo(
                number: number ?? -1, path: path, name: name, stableID: stableID(name, bus, serial: ""), formats: [], unreadFormats: [],
                refusal: BoardDriver.refusal(of: name, at: path), kind: 0, isSensor: true)
        case .processor:
            throw LeitmotifError(
                .unsupported, "open camera", path, "it processes pictures and takes none (\(name))", next: "see app cameras")
        case nil: break
        }
        // `capabilities` covers all nodes of a device, `device_caps` only this one.
        let has = capability.capabilities & UInt32(V4L2_CAP_DEVICE_CAPS) != 0 ? capability.device_caps : capability.capabilities
        guard has & UInt32(V4L2_CAP_STREAMING) != 0, let kind = kind(has) else {
            throw LeitmotifError(
                .unsupported, "open camera", path, "it is a video device that delivers no pictures", next: "see app cameras")
        }
        let serial = number.flatMap { line(of: "/sys/class/video4linux/video\($0)/device/../serial") } ?? ""
        let offer = CameraOffer(by: device.descriptor, kind: kind)
        return CameraInfo(
            number: number ?? -1, path: path, name: name, stableID: stableID(name, bus, serial: serial), formats: offer.formats,
            unreadFormats: offer.unread, refusal: nil, kind: kind)
    }

    private static func stableID(_ name: String, _ bus: String, serial: String) -> String {
        String("\(name)@\(bus)\(serial.isEmpty ? "" : "+" + serial)".map { $0 == " " ? "-" : $0 })
    }

    /// The type of buffers that a node with these capabilities streams pictures into; nil for none.
    static func kind(_ capabilities: UInt32) -> UInt32? {
        guard capabilities & (UInt32(V4L2_CAP_META_CAPTURE) | UInt32(V4L2_CAP_IO_MC)) == 0 else { return nil }
        // A codec or scaler takes pictures in before it gives any.
        guard capabilities & (UInt32(V4L2_CAP_VIDEO_M2M) | UInt32(V4L2_CAP_VIDEO_M2M_MPLANE)) == 0 else { return nil }
        if capabilities & UInt32(V4L2_CAP_VIDEO_CAPTURE) != 0 { return V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue }
        if capabilities & UInt32(V4L2_CAP_VIDEO_CAPTURE_MPLANE) != 0 { return V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE.rawValue }
        return nil
    }

    /// A descriptor that never blocks.
    private static func open(_ path: String) throws(LeitmotifError) -> Int32 {
        let descriptor = system_open(path, O_RDWR | O_NONBLOCK, 0)
        if descriptor >= 0 { return descriptor }
        let next =
            switch -descriptor {
            case EACCES, EPERM: "add yourself to the group video: sudo usermod -aG video $USER, then log in again"
            case EBUSY: "end \(holder(of: path) ?? "the program that uses it")"
            default: "see app cameras"
            }
        throw LeitmotifError(.system(descriptor), "open camera", path, systemText(descriptor), next: next)
    }

    /// N of /dev/videoN, also through a link such as /dev/v4l/by-id/….
    private static func number(of path: String) -> Int? {
        guard let real = realpath(path, nil) else { return Int(lastName(path).dropFirst("video".utf8.count)) }
        defer { free(real) }
        return Int(lastName(String(cString: real)).dropFirst("video".utf8.count))
    }

    /// The first line of a small file of the kernel's; nil when there is none.
    private static func line(of path: String) -> String? {
        let bytes = Bytes()
        guard let file = try? ReadableFile(path, for: "look up") else { return nil }
        bytes.count = file.peek(into: UnsafeMutableRawBufferPointer(start: bytes.base, count: 128))
        return String(decoding: bytes.raw.prefix { $0 >= 0x20 }, as: UTF8.self)
    }

    /// "name (process 123)" of a program that has the device open, as far as this user can see.
    static func holder(of path: String) -> String? {
        var device = stat()
        guard stat(path, &device) == 0 else { return nil }
        for process in entries("/proc") where Int(process) != nil && process != String(getpid()) {
            for entry in entries("/proc/\(process)/fd") {
                var held = stat()
                guard stat("/proc/\(process)/fd/\(entry)", &held) == 0, held.st_rdev == device.st_rdev,
                    held.st_mode & S_IFMT == S_IFCHR
                else { continue }
                let bytes = Bytes()
                let comm = OwnedDescriptor(system_open("/proc/\(process)/comm", O_RDONLY, 0))
                bytes.count = max(0, read(comm.descriptor, bytes.base, 64))
                return "\(String(decoding: bytes.raw.prefix { $0 >= 0x20 }, as: UTF8.self)) (process \(process))"
            }
        }
        return nil
    }
}

/// A C array of characters as text.
private func fieldText<Field>(_ field: inout Field) -> String {
    withUnsafeBytes(of: &field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}
