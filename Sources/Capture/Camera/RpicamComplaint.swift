/// What of a program's many words on standard error says why it ended: `ERROR: *** no cameras available ***`.
struct RpicamComplaint {
    /// Nil where it says nothing.
    let words: String?

    init(_ text: String) {
        let lines = text.split(whereSeparator: \.isNewline)
        let marks = lines.last { $0.contains("ERROR: ***") }
        words = marks.map { line in
            let from = line.firstIndex(of: "*") ?? line.startIndex
            let trimmed = line[from...].drop { $0 == "*" || $0 == " " }
            return String(trimmed.reversed().drop { $0 == "*" || $0 == " " }.reversed())
        }
    }

    private var isBusy: Bool { words?.contains("acquire") ?? false }
    private var isMissing: Bool { words?.contains("no cameras") ?? false }

    /// Nil where it is of no particular kind.
    var kind: LeitmotifError.Kind? { isBusy ? .busy : isMissing ? .notFound : nil }

    var nextStep: String {
        if isBusy { return "end the program that uses the camera" }
        if isMissing { return "switch the board off, look at the ribbon cable, and try rpicam-hello --list-cameras" }
        return "see what rpicam-hello --list-cameras says"
    }
}
