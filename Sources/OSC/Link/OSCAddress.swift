/// Where packets go to or come from: `192.168.1.20:9000`, `[::1]:9000`, `box.local` with the usual port, `9000` on this machine alone.
public struct OSCAddress: Equatable, Sendable {
    /// A name or an IP literal, without brackets.
    public let host: String
    /// 1 … 65535.
    public let port: Int

    /// Nil unless it is an address as above.
    /// - Parameter usualPort: of an address that names none; nil where it must.
    public init?(_ text: String, usualPort: Int? = nil) {
        var host = Substring(text)
        var port = usualPort
        if let number = OSCAddress.port(host) {
            (host, port) = ("127.0.0.1", number)
        } else if host.hasPrefix("[") {
            guard let end = host.firstIndex(of: "]") else { return nil }
            let rest = host[host.index(after: end)...]
            host = host[host.index(after: host.startIndex)..<end]
            if !rest.isEmpty {
                guard rest.hasPrefix(":"), let number = OSCAddress.port(rest.dropFirst()) else { return nil }
                port = number
            }
        } else if let colon = host.lastIndex(of: ":") {
            guard let number = OSCAddress.port(host[host.index(after: colon)...]) else { return nil }
            (host, port) = (host[..<colon], number)
            guard !host.contains(":") else { return nil }
        }
        guard let port, (1...255).contains(host.utf8.count), host.utf8.allSatisfy(OSCAddress.isHostByte) else { return nil }
        self.host = String(host)
        self.port = port
    }

    private static func port(_ text: Substring) -> Int? {
        guard (1...5).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }), let port = Int(text),
            (1...65_535).contains(port)
        else { return nil }
        return port
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122, UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "%"), UInt8(ascii: "_"): true
        default: false
        }
    }

    /// As it is written.
    public var text: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
