import Mood
import Session

extension Command {
    /// What a message asks for; nil when it is none of ours.
    ///
    /// `/leitmotif/` and the words of a command, in the address or as arguments: `/leitmotif/hold sad`, `/leitmotif/hold/sad`,
    /// `/leitmotif/volume -6.0`, `/leitmotif/tune/sad/filter.hertz 700`. Where the words of the address say everything, one number is that
    /// of a button: 0, its release, does nothing, or lets go of the mood that it held. `/wek/outputs` with five numbers (happy, sad,
    /// angry, surprise, neutral) weighs the moods by them.
    public init?(_ message: OSCMessage) {
        if message.address == "/wek/outputs" {
            guard let command = Command(weighing: message.arguments) else { return nil }
            self = command
            return
        }
        guard message.address.hasPrefix("/leitmotif/") else { return nil }
        let words = message.address.split(separator: "/", omittingEmptySubsequences: true).dropFirst().joined(separator: " ")
        if message.arguments.count <= 1, let whole = Command(words: words) {
            guard message.arguments.first?.number != 0 else {
                guard case .hold = whole else { return nil }
                self = .release
                return
            }
            self = whole
            return
        }
        var text = words
        for argument in message.arguments {
            guard let word = argument.word(after: words) else { return nil }
            text += " " + word
        }
        guard let command = Command(words: text) else { return nil }
        self = command
    }

    private init?(weighing arguments: [OSCArgument]) {
        let numbers = arguments.compactMap { $0.number.map { Float(min(max($0, 0), 1)) } }
        guard numbers.count == Expression.count, arguments.count == Expression.count, numbers.contains(where: { $0 > 0 }) else { return nil }
        var weights = ExpressionWeights()
        for (expression, number) in zip(Expression.allCases, numbers) { weights[expression] = number }
        self = .weigh(weights.normalised)
    }
}

extension OSCArgument {
    /// As a word of a command. Switches say on and off.
    fileprivate func word(after verb: String) -> String? {
        if case .string(let text) = self { return text }
        guard let number else { return nil }
        if ["record-sound", "record-session", "compare"].contains(verb) { return number != 0 ? "on" : "off" }
        // "ignore 3" wants a whole number, whatever the sender's type.
        return number == number.rounded() && abs(number) < 1e9 ? String(Int(number)) : String(Float(number))
    }
}
