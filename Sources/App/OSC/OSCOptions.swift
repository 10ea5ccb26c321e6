import ArgumentParser
import OSC

/// Other programs, by Open Sound Control.
struct OSCOptions: ParsableArguments {
    @Option(help: "Send what is seen and played to HOST:PORT by OSC; may be repeated. Port by default: that of the profile.")
    var oscSend: [String] = []
    @Option(
        help: "In whose words: leitmotif, wekinator, faceosc or vmc (docs/osc.md).", transform: checkedProfile)
    var oscProfile = OSCProfile.leitmotif
    @Option(help: "Take commands by OSC at PORT from this machine, or at HOST:PORT, an address of this machine, from others.")
    var oscListen: String?

    func validate() throws {
        _ = try receivers
        _ = try listening
    }

    var receivers: [OSCAddress] {
        get throws {
            try oscSend.map { text in
                guard let address = OSCAddress(text, usualPort: oscProfile.usualPort) else {
                    throw ValidationError("--osc-send \(text): not an address; write it as 192.168.1.20:9000 or box.local")
                }
                return address
            }
        }
    }

    var listening: OSCAddress? {
        get throws {
            guard let oscListen else { return nil }
            guard let address = OSCAddress(oscListen) else {
                throw ValidationError("--osc-listen \(oscListen): not an address; write it as 9001 or 192.168.1.5:9001")
            }
            return address
        }
    }
}

private func checkedProfile(_ name: String) throws -> OSCProfile {
    guard let profile = OSCProfile(rawValue: name) else {
        let names = OSCProfile.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("--osc-profile \(name): choose one of \(names)")
    }
    return profile
}
