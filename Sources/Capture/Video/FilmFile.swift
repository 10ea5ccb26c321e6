import Glibc

/// A film with new music, written by an installed ffmpeg: its pictures are copied untouched.
public enum FilmFile {
    private static let operation = "write film"
    /// Container and sound codec, by the name's ending.
    private static let kinds: [(ending: String, container: String, sound: [String])] = [
        (".mp4", "mp4", ["aac", "-b:a", "192k"]), (".m4v", "mp4", ["aac", "-b:a", "192k"]), (".mov", "mov", ["aac", "-b:a", "192k"]),
        (".mkv", "matroska", ["flac"]), (".webm", "webm", ["libopus", "-b:a", "160k"]),
    ]

    /// Whether a film can be written under this name.
    public static func isName(_ path: String) -> Bool { kind(of: path) != nil }

    /// The endings of films that can be written.
    public static var endings: [String] { kinds.map(\.ending) }

    private static func kind(of path: String) -> (ending: String, container: String, sound: [String])? {
        kinds.first { lastName(path).lowercased().hasSuffix($0.ending) }
    }

    /// Writes `path`, which is complete or not there; to be called once `sound` is.
    /// - Parameters:
    ///   - film: the file whose pictures are taken.
    ///   - sound: a sound file as long as they are.
    ///   - keepsOldSound: the film's own sound stays, and the music steps back while it is loud; otherwise the music replaces it.
    ///   - patience: until when to wait.
    public static func write(
        _ path: String, film: String, sound: String, keepsOldSound: Bool, patience: Patience
    ) throws(LeitmotifError) {
        try checkTarget(path, operation)
        guard let kind = kind(of: path) else {
            throw LeitmotifError(
                .unsupported, operation, path, "no film is written under such a name", next: "name it \(endings.joined(separator: ", "))")
        }
        let name = lastName(path)
        let part = String(path.utf8.dropLast(name.utf8.count))! + ".\(name).\(getpid()).part"
        let mixes = keepsOldSound ? try hasSound(film, patience) : false
        var words = ["-v", "error", "-nostdin", "-y", "-protocol_whitelist", "file,crypto,data", "-i", "file:" + film, "-i", "file:" + sound]
        words += mixes ? ["-filter_complex", ducking, "-map", "0:V:0", "-map", "[mix]"] : ["-map", "0:V:0", "-map", "1:a:0"]
        // The same film gives the same bytes: no dates, no versions of the encoder.
        words += ["-c:v", "copy", "-c:a"] + kind.sound + ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact"]
        words += ["-f", kind.container, "file:" + part]
        let child = try ChildProcess("ffmpeg", words, package: "ffmpeg", for: operation, of: path)
        let stream = ByteStream(descriptor: child.output, patience: patience)
        while stream.byte() != nil {}
        let complaint = child.complaint
        guard stream.failure == 0, child.waitForEnd() == 0 else {
            unlink(part)
            throw LeitmotifError(
                .failed, operation, path, "ffmpeg cannot write it" + (complaint.isEmpty ? "" : " (\(complaint))"),
                next: "name it .mkv, which takes pictures of any kind, or give --out FILE.wav")
        }
        guard rename(part, path) == 0 else {
            let code = errno
            unlink(part)
            throw refusedTarget(code, operation, path)
        }
    }

    /// The music is pressed down by the level of the old sound; both are added as they are.
    private static let ducking =
        "[0:a:0]aformat=channel_layouts=stereo,asplit[old][key];[1:a:0][key]sidechaincompress=threshold=0.02:ratio=6:attack=80:release=700[music];"
        + "[old][music]amix=inputs=2:duration=longest:normalize=0[mix]"

    private static func hasSound(_ film: String, _ patience: Patience) throws(LeitmotifError) -> Bool {
        try FFprobe.answer(film, stream: "a:0", "stream=codec_name", for: operation, patience).values["codec_name"] != nil
    }
}
