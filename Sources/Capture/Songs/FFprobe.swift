/// What ffmpeg's ffprobe says of a file, and of its sound, before any of it is decoded.
struct FFprobe {
    /// The true length; nil when the container's clock does not tick in samples.
    private(set) var frameCount: Int?
    /// About how long it is.
    private(set) var seconds: Double?

    /// What it answers when it is asked for these entries of a stream, and its complaint.
    static func answer(
        _ path: String, stream: String, _ entries: String, for operation: String, _ patience: Patience
    ) throws(LeitmotifError) -> (values: [String: String], complaint: String) {
        let child = try ChildProcess(
            "ffprobe",
            [
                "-v", "error", "-protocol_whitelist", "file,crypto,data", "-select_streams", stream, "-show_entries", entries, "-of",
                "default=noprint_wrappers=1", "file:" + path,
            ], package: "ffmpeg", for: operation, of: path)
        let stream = ByteStream(descriptor: child.output, patience: patience)
        var values: [String: String] = [:]
        while let line = stream.line(limit: 1024) {
            let parts = String(decoding: line, as: UTF8.self).split(separator: "=", maxSplits: 1)
            if parts.count == 2 { values[String(parts[0])] = String(parts[1]) }
        }
        if stream.failure != 0 {
            throw LeitmotifError(.lost, operation, path, "ffprobe does not answer", next: "check the disk that the file is on")
        }
        return (values, child.complaint)
    }

    /// - Throws: when there is no sound in it, or none that can be had.
    init(_ path: String, patience: Patience) throws(LeitmotifError) {
        let entries = "stream=codec_name,codec_tag_string,sample_rate,time_base,duration_ts:format=duration"
        let (values, complaint) = try FFprobe.answer(path, stream: "a:0", entries, for: "open song", patience)
        guard values["codec_name"] != nil else { throw FFprobe.refusal(path, complaint, isContainer: values["duration"] != nil) }
        if ["drms", "enca"].contains(values["codec_tag_string"]) {
            throw LeitmotifError(
                .unsupported, "open song", path, "it is protected against copying", next: "use a file without such protection")
        }
        seconds = values["duration"].flatMap(Double.init)
        if let rate = values["sample_rate"], values["time_base"] == "1/" + rate { frameCount = values["duration_ts"].flatMap { Int($0) } }
        if let frames = frameCount, frames <= 0 || frames > Int(SongLimits.believableFrames) { frameCount = nil }
    }

    private static func refusal(_ path: String, _ complaint: String, isContainer: Bool) -> LeitmotifError {
        if complaint.contains("moov atom not found") {
            return LeitmotifError(
                .damaged, "open song", path, "its index is missing: the recording or the copy was cut off", next: "copy it again")
        }
        if isContainer, complaint.isEmpty {
            return LeitmotifError(.unsupported, "open song", path, "it is a video without sound", next: "name a file with sound")
        }
        return LeitmotifError(
            .unsupported, "open song", path, "ffmpeg finds no sound in it" + (complaint.isEmpty ? "" : " (\(complaint))"),
            next: "use WAV, FLAC, Ogg or MP3")
    }
}
