// Page: the server of the page, from which a session is watched and played: a reader of the one snapshot and a sender of the one
// `Command`, on one event loop's thread that never shares a lock with the player. May import Session and what lies below it, NIO,
// Glibc and Synchronization; no Foundation. Requests come from browsers, hostile until checked; events and pictures go back.
import Glibc

/// Where the page is served: `127.0.0.1:8765`, `[::1]:8765`, `box.local` (with the usual port), `:9000` (on loopback).
public struct PageAddress: Equatable, Sendable {
    /// The port that is taken when none is named.
    public static let usualPort = 8765
    /// This machine alone.
    public static let loopback = PageAddress(host: "127.0.0.1", port: usualPort)

    /// A name or an IP literal, without brackets.
    public let host: String
    /// 1 … 65535, or 0 for any free one.
    public let port: Int

    private init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Nil unless it is an address as above.
    public init?(_ text: String) {
        var host = Substring(text)
        var port = PageAddress.usualPort
        let isBracketed = text.hasPrefix("[")
        let end = isBracketed ? text.firstIndex(of: "]").map { text.index(after: $0) } : text.lastIndex(of: ":")
        guard !isBracketed || end != nil else { return nil }
        if let end, end < text.endIndex {
            guard text[end] == ":", let number = PageAddress.port(text[text.index(after: end)...]) else { return nil }
            port = number
            host = text[..<end]
        }
        if isBracketed { host = host.dropFirst().dropLast() }
        guard PageAddress.isHost(host, isBracketed: isBracketed) else { return nil }
        self.init(host: host.isEmpty ? PageAddress.loopback.host : host.lowercased(), port: port)
    }

    private static func port(_ text: Substring) -> Int? {
        guard (1...5).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }), let port = Int(text), port <= 65_535
        else { return nil }
        return port
    }

    private static func isHost(_ text: Substring, isBracketed: Bool) -> Bool {
        text.utf8.count < 256
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 48...57, 65...90, 97...122, UInt8(ascii: "."), UInt8(ascii: "-"): true
                case UInt8(ascii: ":"), UInt8(ascii: "%"): isBracketed
                default: false
                }
            }
    }

    /// Nobody but this machine can reach it.
    public var isLoopback: Bool {
        host == "localhost" || host == "::1" || (host.hasPrefix("127.") && host.utf8.allSatisfy { $0 == 46 || (48...57).contains($0) })
    }

    /// As in a URL.
    public var text: String { PageAddress.text(host: host, port: port) }

    static func text(host: String, port: Int) -> String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// Where others find it: of an address that stands for all of the machine's, each that is not loopback.
    public var reachable: [String] {
        guard host == "0.0.0.0" || host == "::" else { return [text] }
        var first: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&first) == 0 else { return [text] }
        defer { freeifaddrs(first) }
        var found: [String] = []
        var next = first
        while let entry = next {
            next = entry.pointee.ifa_next
            guard let address = entry.pointee.ifa_addr, address.pointee.sa_family == sa_family_t(AF_INET),
                entry.pointee.ifa_flags & UInt32(IFF_LOOPBACK) == 0
            else { continue }
            var name = [CChar](repeating: 0, count: 64)
            let size = socklen_t(MemoryLayout<sockaddr_in>.size)
            guard getnameinfo(address, size, &name, socklen_t(name.count), nil, 0, NI_NUMERICHOST) == 0 else { continue }
            let bytes = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            found.append(PageAddress.text(host: String(decoding: bytes, as: UTF8.self), port: port))
        }
        return found.isEmpty ? [text] : found
    }

    func at(port: Int) -> PageAddress { PageAddress(host: host, port: port) }

    /// The next one to try when the port is taken; nil after the last.
    var next: PageAddress? { port > 0 && port < 65_535 ? PageAddress(host: host, port: port + 1) : nil }
}
