import DSP
import Heart
import Mood

/// An event as a line of text, in plain bytes: `String` would bring tables of Unicode along.
struct EventLine {
    private(set) var bytes: [UInt8] = []

    /// Nil for events that say nothing to whoever reads along; a sight does where its state is not `lastState`.
    init?(_ event: SessionEvent, lastState: inout MoodState) {
        add(event.seconds, decimals: 3)
        switch event.kind {
        case .began: add(" began")
        case .mood(let mood):
            add(" mood ")
            add(mood.name)
        case .saw(let sight):
            guard sight.state != lastState else { return nil }
            lastState = sight.state
            add(" state ")
            add(sight.state.name)
        case .applied(let frame, _, let parameters):
            add(" applied ")
            add(Double(frame), decimals: 0)
            add(" semitones ")
            add(Double(parameters.semitones), decimals: 2)
            add(" tempo ")
            add(parameters.tempo, decimals: 2)
        case .obeyed: add(" obeyed")
        default: return nil
        }
    }

    private mutating func add(_ words: String) { bytes.append(contentsOf: words.utf8) }

    /// - Parameter decimals: 0 … 3.
    private mutating func add(_ number: Double, decimals: Int) {
        var unit = 1
        for _ in 0..<decimals { unit *= 10 }
        let scaled = number * Double(unit)
        guard scaled.magnitude < 0x1p53 else { return add("?") }
        if scaled < 0 { bytes.append(UInt8(ascii: "-")) }
        let whole = Int(scaled.magnitude.rounded(.toNearestOrEven))
        add(whole / unit)
        guard decimals > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        var rest = whole % unit
        while unit > 1 {
            unit /= 10
            bytes.append(UInt8(ascii: "0") + UInt8(rest / unit))
            rest %= unit
        }
    }

    private mutating func add(_ whole: Int) {
        if whole >= 10 { add(whole / 10) }
        bytes.append(UInt8(ascii: "0") + UInt8(whole % 10))
    }
}
