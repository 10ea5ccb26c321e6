import Mood
import Session

/// Something that happened, in one line for people.
struct Notice: Equatable {
    /// What kind of thing it is, for its colour.
    enum Kind: String {
        case notice, refused, lost, back, mood, command
    }

    var seconds: Double
    var kind: Kind
    var words: String

    /// Nil for what is shown in other ways, and for what changes many times a second.
    init?(_ event: SessionEvent) {
        seconds = event.seconds
        switch event.kind {
        case .mood(let mood):
            kind = .mood
            words = mood.name
        case .obeyed(let command):
            guard !command.isContinuous else { return nil }
            kind = .command
            words = command.words
        default:
            guard let line = event.kind.words else { return nil }
            words = line
            kind = switch event.kind {
            case .refused, .mapNotSaved, .mapDamaged, .notCalibrated: .refused
            case .lost, .stillLost, .recordingFailed, .starved: .lost
            case .back: .back
            default: .notice
            }
        }
    }

    func write(to text: inout JSONText) {
        text.put("t", seconds, decimals: 2)
        text.put("words", words)
        text.put("kind", kind.rawValue)
    }
}

extension Command {
    /// Sent many times while a finger moves.
    var isContinuous: Bool {
        switch self {
        case .tune, .volume, .amount, .tap: true
        default: false
        }
    }
}
