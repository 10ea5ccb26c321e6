import ArgumentParser
import MIDI

/// Other instruments, by MIDI.
struct MIDIOptions: ParsableArguments {
    @Flag(help: "Open MIDI ports, named Leitmotif, for others to connect with (docs/midi.md).") var midi = false
    @Option(help: "Connect with the MIDI ports of this instrument whenever they are there: part of a name, or 20:0; may be repeated.")
    var midiConnect: [String] = []
    @Option(help: "1…16: the channel on which controllers and notes go out.") var midiChannel = 1
    @Option(
        help: "send: a MIDI clock of the beats that are heard; follow: tempo, start and stop come from another's. Default: off.",
        transform: checkedClock)
    var midiClock = ClockRole.off
    @Option(help: "What a key or a knob does, as 'note 36 = hold sad' or 'controller 7 = volume'; may be repeated.")
    var midiMap: [String] = []
    @Option(help: "Learn the key or knob that is to do this, as 'hold sad' or 'volume', and keep it; may be repeated.")
    var midiLearn: [String] = []

    func validate() throws {
        try check(Double(midiChannel), "--midi-channel", in: 1...16)
        _ = try bindings
        for words in midiLearn where !MIDILesson.canLearn(words) {
            throw ValidationError("--midi-learn \(words): not a command; docs/midi.md lists them")
        }
        guard !midiConnect.contains("") else { throw ValidationError("--midi-connect: a name is empty") }
    }

    /// Whether anything is asked of MIDI.
    var isUsed: Bool { midi || !midiConnect.isEmpty || midiClock != .off || !midiMap.isEmpty || !midiLearn.isEmpty }

    var bindings: [MIDIBinding] {
        get throws {
            try midiMap.map { text in
                guard let binding = MIDIBinding(text: text) else {
                    throw ValidationError(
                        "--midi-map '\(text)': not a binding; write it as 'note 36 = hold sad' or 'controller 7 channel 2 = volume'")
                }
                return binding
            }
        }
    }
}

private func checkedClock(_ name: String) throws -> ClockRole {
    guard let clock = ClockRole(rawValue: name) else { throw ValidationError("--midi-clock \(name): choose send, follow or off") }
    return clock
}
