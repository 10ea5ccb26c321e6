/// The text of a session record.
enum SessionFile {
    /// Three pictures, a mood and a change.
    static let music = """
        see 0.1 tracking 0.8 0.05 0.05 0.05 0.05 10 10 50 50
        see 0.5 tracking 0.1 0.7 0.1 0.05 0.05 10 10 50 50
        mood 0.6 sad
        see 0.9 no-face 0.0 0.0 0.0 0.0 0.0 0 0 0 0
        set 6000 5900.5 semitones=-5.0 tempo=0.5 filter=low-pass hertz=1200.0 effect=wah wet=0.7
        """

    static func text(_ lines: String = music, song: String = "tone.wav", end: String = "end 12000") -> String {
        let start = "start semitones=0.0 tempo=1.0 filter=high-pass hertz=300.0"
        return "leitmotif-session 1\nsong \(song)\nrate 8000.0\n\(start)\n\(lines)\n\(end)\n"
    }
}
