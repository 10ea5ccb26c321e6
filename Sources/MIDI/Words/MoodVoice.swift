import Mood
import Session

/// What a session says of the face: a controller for each expression, for valence and for arousal, whenever its value changes; and a
/// note that lasts as long as its mood.
public struct MoodVoice: Sendable {
    /// Of happy; sad, angry, surprise, neutral, valence and arousal follow. MIDI leaves these undefined.
    public static let firstController: UInt8 = 20
    /// Of happy, middle C; the others follow in the same order.
    public static let firstNote: UInt8 = 60
    private static let velocity: UInt8 = 100

    private let channel: UInt8
    private var values = [UInt8?](repeating: nil, count: Expression.count + 2)
    private var mood: Expression?

    /// - Parameter channel: 0 … 15.
    public init(channel: UInt8) { self.channel = channel & 15 }

    /// What is new since the last call.
    public mutating func messages(for snapshot: Snapshot) -> [MIDIMessage] {
        let unipolar = Expression.allCases.map { snapshot.weights[$0] }
        // −1 … 1, so that 64 is neither.
        let bipolar = [snapshot.place.valence, snapshot.place.arousal].map { ($0 + 1) / 2 }
        var messages: [MIDIMessage] = []
        for (index, share) in (unipolar + bipolar).enumerated() {
            let value = MoodVoice.value(of: share)
            guard values[index] != value else { continue }
            values[index] = value
            messages.append(.controller(channel: channel, number: MoodVoice.firstController + UInt8(index), value: value))
        }
        if snapshot.mood != mood {
            messages += silence()
            mood = snapshot.mood
            messages.append(.noteOn(channel: channel, note: MoodVoice.note(of: snapshot.mood), velocity: MoodVoice.velocity))
        }
        return messages
    }

    /// The next snapshot says every value again, for an instrument that listens only now.
    public mutating func repeatValues() { values = values.map { _ in nil } }

    /// Lets go of the note that sounds; the next snapshot plays its own again.
    public mutating func silence() -> [MIDIMessage] {
        guard let mood else { return [] }
        self.mood = nil
        return [.noteOff(channel: channel, note: MoodVoice.note(of: mood))]
    }

    /// The note of a mood.
    static func note(of mood: Expression) -> UInt8 { firstNote + UInt8(Expression.allCases.firstIndex(of: mood) ?? 0) }

    private static func value(of share: Float) -> UInt8 { share.isFinite ? UInt8((min(max(share, 0), 1) * 127).rounded()) : 0 }
}
