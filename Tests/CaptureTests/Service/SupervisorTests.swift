import Glibc
import Testing

@testable import Capture

@Suite struct SupervisorTests {
    private func supervisor(_ variables: [String: String]) -> Supervisor { Supervisor(variable: { variables[$0] }, process: 7) }

    @Test func itIsReadyWithTheSoundAndThenGivesSignsOfLife() {
        var supervisor = supervisor(["NOTIFY_SOCKET": "/run/x", "WATCHDOG_USEC": "2000000", "WATCHDOG_PID": "7"])
        #expect(supervisor.due(hasSound: false, at: 0) == nil)
        #expect(supervisor.due(hasSound: true, at: 5) == "READY=1")
        #expect(supervisor.due(hasSound: true, at: 5.9) == nil)
        #expect(supervisor.due(hasSound: false, at: 6) == "WATCHDOG=1", "a pause is no end")
        #expect(supervisor.due(hasSound: true, at: 6.5) == nil)
        #expect(supervisor.due(hasSound: true, at: 60) == "WATCHDOG=1")
    }

    @Test(arguments: [["WATCHDOG_USEC": "2000000", "WATCHDOG_PID": "8"], ["WATCHDOG_USEC": "0"], ["WATCHDOG_USEC": "-1"], ["WATCHDOG_USEC": "x"], [:]])
    func withoutAWatchdogItOnlySaysThatItIsReady(variables: [String: String]) {
        var supervisor = supervisor(variables)
        #expect(supervisor.due(hasSound: true, at: 0) == "READY=1" && supervisor.due(hasSound: true, at: 1e6) == nil)
    }

    /// A socket with a file and one without; a full or missing one holds nothing up.
    @Test(arguments: ["/tmp/leitmotif-supervisor-\(getpid())", "@leitmotif-supervisor-\(getpid())"])
    func messagesArriveOneByOne(address: String) throws {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        defer {
            close(descriptor)
            unlink(address)
        }
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(address.utf8)
        if bytes[0] == UInt8(ascii: "@") { bytes[0] = 0 }
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        let bound = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        try #require(bound == 0)
        var supervisor = supervisor(["NOTIFY_SOCKET": address, "WATCHDOG_USEC": "2000000"])
        for second in 0..<5000 { supervisor.report(hasSound: true, at: Double(second)) }
        var buffer = [UInt8](repeating: 0, count: 64)
        for expected in ["READY=1", "WATCHDOG=1"] {
            let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            #expect(String(decoding: buffer.prefix(max(0, count)), as: UTF8.self) == expected)
        }
    }

    @Test(arguments: ["", "@", "relative", "/" + String(repeating: "x", count: 200), "vsock:2:1"]) func otherAddressesAreLeftAlone(address: String) {
        var supervisor = supervisor(["NOTIFY_SOCKET": address])
        supervisor.report(hasSound: true, at: 0)
        #expect(supervisor.due(hasSound: true, at: 1) == "READY=1", "nothing was sent before")
    }
}
