import Mood

extension Command {
    /// The command as a person or a program writes it: `hold sad`, `amount 0.5`, `calibrate 5 anna`.
    public var words: String {
        switch self {
        case .hold(let mood): "hold \(mood.name)"
        case .weigh(let weights): "weigh " + Expression.allCases.map { "\(weights[$0])" }.joined(separator: " ")
        case .release: "release"
        case .map(let name): "map \(name)"
        case .nextMap: "next-map"
        case .amount(let amount): "amount \(amount)"
        case .policy(let policy): policy == .match ? "policy match" : "policy lift"
        case .quantise(let quantise): "quantise \(quantise?.name ?? "map")"
        case .song(let name): "song \(name)"
        case .nextSong: "song next"
        case .previousSong: "song previous"
        case .volume(let decibels): "volume \(decibels)"
        case .pause: "pause"
        case .resume: "resume"
        case .tap: "tap"
        case .resetTap: "tap reset"
        case .ignore(let face): "ignore \(face)"
        case .regard(let face): "regard \(face)"
        case .calibrate(let name, let seconds): "calibrate \(seconds) \(name)"
        case .calibrateAll(let name, let seconds): "calibrate-all \(seconds) \(name)"
        case .recordSound(let isOn): "record-sound \(isOn ? "on" : "off")"
        case .recordSession(let isOn): "record-session \(isOn ? "on" : "off")"
        case .tune(let mood, let field, let value): "tune \(mood.name) \(field.key) \(field.text(value))"
        case .blend(let blend): "tune map blend \(blend.name)"
        case .tuneQuantise(let quantise): "tune map quantise \(quantise.name)"
        case .undo: "undo"
        case .redo: "redo"
        case .compare(let isOn): "compare \(isOn ? "on" : "off")"
        case .saveMap(let name): "save \(name)"
        case .panic: "panic"
        case .stop: "stop"
        }
    }

    /// Nil for an unknown command or a malformed argument; ranges are not checked here.
    public init?(words text: String) {
        let parts = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        guard let verb = parts.first else { return nil }
        guard let command = Command(verb: verb, object: parts.count > 1 ? parts[1] : "") else { return nil }
        self = command
    }

    private init?(verb: Substring, object: Substring) {
        let number = Float(object).flatMap { $0.isFinite ? $0 : nil }
        switch (verb, object.isEmpty) {
        case ("release", true): self = .release
        case ("next-map", true): self = .nextMap
        case ("pause", true): self = .pause
        case ("resume", true): self = .resume
        case ("tap", true): self = .tap
        case ("tap", false):
            guard object == "reset" else { return nil }
            self = .resetTap
        case ("panic", true): self = .panic
        case ("undo", true): self = .undo
        case ("redo", true): self = .redo
        case ("save", false): self = .saveMap(String(object))
        case ("compare", false):
            guard ["on", "off"].contains(object) else { return nil }
            self = .compare(object == "on")
        case ("tune", false):
            guard let command = Command(tuning: object) else { return nil }
            self = command
        case ("stop", true): self = .stop
        case ("map", false): self = .map(String(object))
        // A file of that name is ./next.
        case ("song", false): self = object == "next" ? .nextSong : object == "previous" ? .previousSong : .song(String(object))
        case ("hold", false):
            guard let mood = Expression(name: String(object)) else { return nil }
            self = .hold(mood)
        case ("weigh", false):
            guard let weights = ExpressionWeights(words: object) else { return nil }
            self = .weigh(weights)
        case ("amount", false):
            guard let number else { return nil }
            self = .amount(number)
        case ("volume", false):
            guard let number else { return nil }
            self = .volume(number)
        case ("policy", false):
            guard ["match", "lift"].contains(object) else { return nil }
            self = .policy(object == "match" ? .match : .lift)
        case ("quantise", false):
            guard object == "map" || Quantise(name: String(object)) != nil else { return nil }
            self = .quantise(Quantise(name: String(object)))
        case ("ignore", false), ("regard", false):
            guard let face = Int(object) else { return nil }
            self = verb == "ignore" ? .ignore(face: face) : .regard(face: face)
        case ("record-sound", false), ("record-session", false):
            guard ["on", "off"].contains(object) else { return nil }
            self = verb == "record-sound" ? .recordSound(object == "on") : .recordSession(object == "on")
        case ("calibrate", false), ("calibrate-all", false):
            let parts = object.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, let seconds = Double(parts[0]), seconds.isFinite else { return nil }
            let name = String(parts[1])
            self = verb == "calibrate" ? .calibrate(name: name, seconds: seconds) : .calibrateAll(name: name, seconds: seconds)
        default: return nil
        }
    }

    /// `sad filter.hertz 1200`, `map blend place`.
    private init?(tuning object: Substring) {
        let parts = object.split(separator: " ")
        guard parts.count == 3 else { return nil }
        if parts[0] == "map" {
            if parts[1] == "blend", let blend = Blend(name: String(parts[2])) {
                self = .blend(blend)
            } else if parts[1] == "quantise", let quantise = Quantise(name: String(parts[2])) {
                self = .tuneQuantise(quantise)
            } else {
                return nil
            }
            return
        }
        guard let mood = Expression(name: String(parts[0])), let field = MoodField(key: String(parts[1])),
            let value = field.value(of: parts[2])
        else { return nil }
        self = .tune(mood, field, value)
    }
}

extension ExpressionWeights {
    /// Five numbers from 0 on, of which one is above it, in the order of `Expression.allCases`; they are made to sum to 1.
    fileprivate init?(words text: Substring) {
        let numbers = text.split(separator: " ").compactMap { Float($0) }
        guard numbers.count == Expression.count, numbers.allSatisfy({ (0...1000).contains($0) }), numbers.contains(where: { $0 > 0 })
        else { return nil }
        self.init()
        for (expression, number) in zip(Expression.allCases, numbers) { self[expression] = number }
        self = normalised
    }
}
