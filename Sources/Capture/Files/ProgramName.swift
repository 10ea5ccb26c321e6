/// What the program is called: `app` is what the build makes, `leitmotif` the installed command.
public enum ProgramName {
    /// By the first word of this process's command line.
    public static let own: String = {
        let word = CommandLine.arguments.first ?? ""
        return word == "leitmotif" || word.hasSuffix("/leitmotif") ? "leitmotif" : "app"
    }()

    /// Words that say `app`, as our texts do, in the name that the program was called by. Not for words that hold names of files.
    public static func spoken(_ words: String) -> String {
        guard own != "app" else { return words }
        var spoken = ""
        var word = ""
        for character in words + " " {
            if character.isLetter || character.isNumber || "-_./".contains(character) {
                word.append(character)
                continue
            }
            spoken += word == "app" ? own : word
            spoken.append(character)
            word = ""
        }
        return String(spoken.dropLast())
    }
}
