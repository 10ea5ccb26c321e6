import Session

/// Commands that wait for the key or the knob that is to do them, one after another.
public struct MIDILesson: Sendable {
    private var waiting: ArraySlice<String>

    /// - Parameter words: commands in words, without their number for a knob.
    public init(_ words: [String]) { waiting = words[...] }

    /// Whether this can be learnt: a command, or one that lacks its number.
    public static func canLearn(_ words: String) -> Bool { MIDIBinding(.controller(0), words: words) != nil }

    /// The command whose key or knob is waited for; nil when all is learnt.
    public var words: String? { waiting.first }

    /// The binding that this message makes; nil when it is none to be learnt.
    public mutating func take(_ message: MIDIMessage) -> MIDIBinding? {
        guard let words = waiting.first else { return nil }
        let binding: MIDIBinding? =
            switch message {
            case .noteOn(let channel, let note, let velocity) where velocity > 0: MIDIBinding(.note(note), channel: channel, words: words)
            case .controller(let channel, let number, _): MIDIBinding(.controller(number), channel: channel, words: words)
            default: nil
            }
        if binding != nil { waiting = waiting.dropFirst() }
        return binding
    }
}
