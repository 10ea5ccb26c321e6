import Mood
import Session

/// What a note or a controller of another instrument does here, as one line: `note 36 = hold sad`, `controller 7 = volume`,
/// `controller 74 channel 2 = tune sad filter.hertz`.
public struct MIDIBinding: Equatable, Sendable {
    /// What is played or moved.
    public enum Trigger: Equatable, Sendable {
        case note(UInt8), controller(UInt8)
    }

    /// What a message asks for.
    enum Action: Equatable {
        /// A button.
        case press(Command)
        /// A knob between two values, both within a command's words: `volume -60` … `volume 12`.
        case turn(words: String, ClosedRange<Double>)
    }

    /// The key, pad or knob.
    public let trigger: Trigger
    /// 0 … 15; nil takes every channel.
    public let channel: UInt8?
    /// A command in words, without its number for a knob.
    public let words: String
    let action: Action

    /// Nil unless the words are a command, or one that lacks its number, which only a controller can give.
    public init?(_ trigger: Trigger, channel: UInt8? = nil, words: String) {
        guard let action = MIDIBinding.action(words, isKnob: { if case .controller = trigger { true } else { false } }()) else { return nil }
        (self.trigger, self.channel, self.words, self.action) = (trigger, channel, words, action)
    }

    /// Nil unless it is a line as above. Channels count from 1 there.
    public init?(text: String) {
        let sides = text.split(separator: "=", maxSplits: 1)
        guard sides.count == 2 else { return nil }
        let left = sides[0].split(separator: " ")
        let words = sides[1].split(separator: " ").joined(separator: " ")
        guard left.count == 2 || left.count == 4, let number = UInt8(left[1]), number < 128 else { return nil }
        var channel: UInt8?
        if left.count == 4 {
            guard left[2] == "channel", let counted = UInt8(left[3]), (1...16).contains(counted) else { return nil }
            channel = counted - 1
        }
        switch left[0] {
        case "note": self.init(.note(number), channel: channel, words: words)
        case "controller": self.init(.controller(number), channel: channel, words: words)
        default: return nil
        }
    }

    /// As a line that `init(text:)` reads.
    public var text: String {
        let place = channel.map { " channel \($0 + 1)" } ?? ""
        return switch trigger {
        case .note(let number): "note \(number)\(place) = \(words)"
        case .controller(let number): "controller \(number)\(place) = \(words)"
        }
    }

    /// Whether both answer the same message.
    func meets(_ other: MIDIBinding) -> Bool {
        trigger == other.trigger && (channel == other.channel || channel == nil || other.channel == nil)
    }

    private static func action(_ words: String, isKnob: Bool) -> Action? {
        if let command = Command(words: words) { return .press(command) }
        guard isKnob, let range = range(of: words), Command(words: "\(words) \(range.upperBound)") != nil else { return nil }
        return .turn(words: words, range)
    }

    /// Of the number that a command in words lacks.
    private static func range(of words: String) -> ClosedRange<Double>? {
        switch words {
        case "volume": return -60...12
        case "amount": return 0...1
        default:
            let parts = words.split(separator: " ")
            guard parts.count == 3, parts[0] == "tune", let field = MoodField(key: String(parts[2])), field.choices.isEmpty else { return nil }
            return field.range
        }
    }
}
