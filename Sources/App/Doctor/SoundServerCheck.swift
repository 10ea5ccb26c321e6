import FoundationEssentials
import Glibc

/// PipeWire or PulseAudio: a server of another user holds the cards, and `default` does not reach it.
struct SoundServerCheck {
    struct Server: Equatable {
        var name: String
        var user: UInt32
    }

    /// The servers that run.
    var servers: [Server]
    var user: UInt32
    var userName: (UInt32) -> String
    /// $PULSE_SERVER.
    var address: String?

    var finding: Finding {
        if let address, !address.isEmpty { return .good("sound server", "PulseAudio at \(address), by PULSE_SERVER") }
        if let own = servers.first(where: { $0.user == user }) { return .good("sound server", "\(own.name) of this user") }
        guard let other = servers.first else { return .good("sound server", "none runs: cards are opened directly") }
        let (owner, me) = (userName(other.user), userName(user))
        return .limited(
            "sound server", "\(other.name) runs for \(owner), and this is \(me): it may hold the card, and default does not reach it",
            next: "run as \(owner), or end it there (systemctl --user stop pipewire.socket pipewire) and use --output hw:0")
    }

    private static let names = ["pipewire": "PipeWire", "pulseaudio": "PulseAudio"]

    /// - Parameter root: of the kernel's folder of processes.
    static func running(in root: String = "/proc") -> [Server] {
        let processes = ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).filter { Int($0) != nil }
        return processes.compactMap { process -> Server? in
            let folder = "\(root)/\(process)"
            guard let comm = try? String(contentsOfFile: folder + "/comm", encoding: .utf8),
                let name = names[comm.trimmed]
            else { return nil }
            var status = stat()
            return stat(folder, &status) == 0 ? Server(name: name, user: status.st_uid) : nil
        }
    }

    static var own: SoundServerCheck {
        SoundServerCheck(
            servers: running(), user: getuid(),
            userName: { user in
                var account = passwd()
                var found: UnsafeMutablePointer<passwd>?
                var text = [CChar](repeating: 0, count: 1 << 14)
                guard getpwuid_r(user, &account, &text, text.count, &found) == 0, found != nil else { return "user \(user)" }
                return String(cString: account.pw_name)
            },
            address: getenv("PULSE_SERVER").map { String(cString: $0) })
    }
}
