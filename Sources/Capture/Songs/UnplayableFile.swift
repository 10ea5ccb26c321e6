/// What people take for songs and what is none, recognised by its first bytes or its name.
/// - Returns: an error with the way to a song; nil for anything else.
func explanation(of file: SongFile) -> LeitmotifError? {
    let head = file.bytes(at: 0, 512)[...]
    let name = lastName(file.path).lowercased()
    func error(_ cause: String, _ next: String) -> LeitmotifError {
        LeitmotifError(.unsupported, "open song", file.path, cause, next: next)
    }
    func starts(_ texts: String...) -> Bool { texts.contains { head.starts(with: $0.utf8) } }
    func form(_ text: String) -> Bool { starts("RIFF") && head.dropFirst(8).starts(with: text.utf8) }
    if starts("MThd") || form("RMID") {
        return error("MIDI holds notes, not sound", "render it first: fluidsynth -F song.wav SOUNDFONT.sf2 FILE.mid")
    }
    if starts("#EXTM3U", "[playlist]", "<?wpl") || [".m3u", ".m3u8", ".pls", ".xspf", ".cue"].contains(where: name.hasSuffix) {
        return error("a playlist names songs and holds none", "name one of the files in it")
    }
    if starts("\u{89}PNG", "GIF8", "BM", "II*\0", "MM\0*") || head.starts(with: [0x89, 0x50, 0x4E, 0x47])
        || head.starts(with: [0xFF, 0xD8, 0xFF]) || form("WEBP")
    {
        return error("it is a picture", "name a sound file; pictures go to --camera")
    }
    if form("sfbk") { return error("a soundfont holds instruments, not music", "render a MIDI file with it: fluidsynth -F song.wav") }
    if starts("PK\u{3}\u{4}", "Rar!", "7z", "\u{FD}7z") || head.starts(with: [0x1F, 0x8B]) {
        return error("it is an archive", "unpack it and name a song in it")
    }
    if starts("%PDF") { return error("it is a document", "name a sound file") }
    if !head.isEmpty, head.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || (9...13).contains($0) }),
        String(validating: head.dropLast(head.count == 512 ? 4 : 0), as: UTF8.self) != nil
    {
        return error("it is text, not sound: neither libsndfile nor ffmpeg can play it", "use WAV, FLAC, Ogg or MP3")
    }
    return nil
}
