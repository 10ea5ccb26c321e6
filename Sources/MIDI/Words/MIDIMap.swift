import Mood
import Session

/// What comes in by MIDI, as commands.
public struct MIDIMap: Sendable {
    /// The notes that a session itself sends hold their moods; D♭5 lets go, the volume pedal and the modulation wheel do what they
    /// do everywhere.
    public static let usual: [MIDIBinding] =
        Expression.allCases.compactMap { MIDIBinding(.note(MoodVoice.note(of: $0)), words: "hold \($0.name)") }
        + [(65, "release")].compactMap { MIDIBinding(.note($0.0), words: $0.1) }
        + [(7, "volume"), (1, "amount")].compactMap { MIDIBinding(.controller($0.0), words: $0.1) }

    private struct Key: Hashable, Sendable { let channel, number: UInt8 }

    /// Those that count; each replaces earlier ones of the same key or knob.
    public private(set) var bindings: [MIDIBinding] = []
    /// Knobs that serve as buttons and are down.
    private var pressed: Set<Key> = []

    /// The usual ones, and these before them.
    public init(_ own: [MIDIBinding] = []) { for binding in MIDIMap.usual + own { add(binding) } }

    /// From now on this one counts.
    public mutating func add(_ binding: MIDIBinding) {
        bindings.removeAll { $0.meets(binding) }
        bindings.append(binding)
    }

    /// What a message asks for; nil when nothing. A key that held a mood lets go of it.
    public mutating func command(for message: MIDIMessage) -> Command? {
        switch message {
        case .noteOn(let channel, let note, let velocity):
            guard let binding = binding(.note(note), channel) else { return nil }
            return MIDIMap.press(binding, isDown: velocity > 0)
        case .noteOff(let channel, let note):
            return binding(.note(note), channel).flatMap { MIDIMap.press($0, isDown: false) }
        case .controller(let channel, let number, let value):
            guard let binding = binding(.controller(number), channel) else { return nil }
            if case .turn(let words, let range) = binding.action {
                let turned = range.lowerBound + (range.upperBound - range.lowerBound) * Double(value) / 127
                return Command(words: "\(words) \(Float(turned))")
            }
            // Once for each way, however many values a pedal sends on it.
            let (key, isDown) = (Key(channel: channel, number: number), value >= 64)
            guard pressed.contains(key) != isDown else { return nil }
            if isDown { pressed.insert(key) } else { pressed.remove(key) }
            return MIDIMap.press(binding, isDown: isDown)
        default: return nil
        }
    }

    private func binding(_ trigger: MIDIBinding.Trigger, _ channel: UInt8) -> MIDIBinding? {
        bindings.last { $0.trigger == trigger && $0.channel ?? channel == channel }
    }

    private static func press(_ binding: MIDIBinding, isDown: Bool) -> Command? {
        guard case .press(let command) = binding.action else { return nil }
        if isDown { return command }
        guard case .hold = command else { return nil }
        return .release
    }
}
