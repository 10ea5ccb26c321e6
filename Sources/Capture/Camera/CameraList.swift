import CSystem
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
}

/// The cameras of this machine. A webcam often appears as two or three devices: only those that stream are listed.
public enum CameraList {
    /// By number. Opens each one briefly; a camera in use elsewhere is listed too.
    public static func cameras() -> [CameraInfo] { (0..<64).compactMap { try? describe("/dev/video\($0)") } }

    /// - Parameter wanted: a number, a path, a stable id, or part of a name in any case.
    static func find(_ wanted: String) throws(LeitmotifError) -> CameraInfo {
        if wanted.hasPrefix("/dev/") { return try describe(wanted) }
        if let number = Int(wanted), number >= 0 { return try describe("/dev/video\(number)") }
        let all = cameras()
        if let camera = all.first(where: { $0.stableID == wanted }) { return camera }
        let part = wanted.lowercased()
        let named = all.filter { $0.name.lowercased().contains(part) || $0.stableID.lowercased().contains(part) }
        guard let camera = named.first else {
            let names = all.map { "\"\($0.name)\"" }.joined(separator: ", ")
            let there = all.isEmpty ? "there is no camera at all" : "there are \(names)"
            throw LeitmotifError(
                .notFound, "open camera", wanted, "no camera has this number, id or name; \(there)", next: "see app cameras")
        }
        guard named.count == 1 else {
            let ids = named.map(\.stableID).joined(separator: ", ")
            throw LeitmotifError(
                .notFound, "open camera", wanted, "\(named.count) cameras have this in their names", next: "use one of \(ids)")
        }
        return camera
    }

    private static func describe(_ path: String) throws(LeitmotifError) -> CameraInfo {
        let device = OwnedDescriptor(try open(path))
        var capability = v4l2_capability()
        guard v4l2_request(device.descriptor, v4l2_query_capability, &capability) >= 0 else {
            throw LeitmotifError(.unsupported, "open camera", path, "it is not a video device", next: "see app cameras")
        }
        // `capabilities` covers all nodes of a device, `device_caps` only this one.
        let has = capability.capabilities & UInt32(V4L2_CAP_DEVICE_CAPS) != 0 ? capability.device_caps : capability.capabilities
        let needed = UInt32(V4L2_CAP_VIDEO_CAPTURE) | UInt32(V4L2_CAP_STREAMING)
        guard has & needed == needed, has & (UInt32(V4L2_CAP_META_CAPTURE) | UInt32(V4L2_CAP_IO_MC)) == 0 else {
            throw LeitmotifError(
                .unsupported, "open camera", path, "it is a video device that delivers no pictures", next: "see app cameras")
        }
        let name = text(&capability.card)
        let number = number(of: path)
        let serial = number.map { serialNumber($0) } ?? ""
        let id = "\(name)@\(text(&capability.bus_info))" + (serial.isEmpty ? "" : "+" + serial)
        return CameraInfo(
            number: number ?? -1, path: path, name: name, stableID: String(id.map { $0 == " " ? "-" : $0 }),
            formats: CameraFormat.offered(by: device.descriptor))
    }

    /// A descriptor that never blocks.
    static func open(_ path: String) throws(LeitmotifError) -> Int32 {
        let descriptor = system_open(path, O_RDWR | O_NONBLOCK, 0)
        if descriptor >= 0 { return descriptor }
        let next =
            switch -descriptor {
            case EACCES: "add yourself to the group video: sudo usermod -aG video $USER, then log in again"
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

    private static func serialNumber(_ number: Int) -> String {
        // `device` is the USB interface; the device with the serial number is above it.
        let bytes = Bytes()
        let path = "/sys/class/video4linux/video\(number)/device/../serial"
        guard let file = try? ReadableFile(path, for: "look up") else { return "" }
        bytes.count = file.peek(into: UnsafeMutableRawBufferPointer(start: bytes.base, count: 128))
        return String(decoding: bytes.raw.prefix { $0 > 0x20 }, as: UTF8.self)
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
private func text<Field>(_ field: inout Field) -> String {
    withUnsafeBytes(of: &field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}
