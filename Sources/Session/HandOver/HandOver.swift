/// A device on its way to the thread that will own it. Whoever passes it on keeps nothing: only so can the device be closed when
/// it is lost, and opened again.
public final class HandOver<Device>: @unchecked Sendable {
    private var device: Device?

    public init(_ device: Device?) { self.device = device }

    /// The device, once; nil afterwards.
    func take() -> Device? {
        defer { device = nil }
        return device
    }
}
