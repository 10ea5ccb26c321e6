/// What ffmpeg's ffprobe says of a file's film, before any of it is decoded.
struct VideoProbe {
    /// How long the container says the film is; nil where it does not.
    let seconds: Double?

    /// - Throws: when there is no film in it.
    init(_ path: String, patience: Patience) throws(LeitmotifError) {
        let entries = "stream=codec_name,duration,nb_frames,avg_frame_rate:stream_tags=DURATION:format=format_name"
        // V, not v: what is on a record's cover is no film.
        let (values, complaint) = try FFprobe.answer(path, stream: "V:0", entries, for: "open video", patience)
        guard let codec = values["codec_name"] else { throw VideoProbe.refusal(path, complaint, isMedium: values["format_name"] != nil) }
        let format = values["format_name"] ?? ""
        // A film of JPEGs without a container is called so too.
        guard format != "image2", !format.hasSuffix("_pipe") || format == "jpeg_pipe" else {
            throw LeitmotifError(
                .unsupported, "open video", path, "it is a picture of a kind that is not read (\(codec))", next: "convert it to JPEG or PNG")
        }
        // Of a file that is cut off, one or the other may be worked out from what is left.
        let claims = [
            values["duration"].flatMap(Double.init), values["TAG:DURATION"].flatMap(VideoProbe.seconds),
            VideoProbe.seconds(frames: values["nb_frames"], rate: values["avg_frame_rate"]),
        ]
        seconds = claims.compactMap { $0 }.filter { $0.isFinite && $0 > 0 }.max()
    }

    /// "00:01:02.500000000".
    private static func seconds(_ clock: String) -> Double? {
        let parts = clock.split(separator: ":").compactMap { Double($0) }
        return parts.count == 3 ? parts[0] * 3600 + parts[1] * 60 + parts[2] : nil
    }

    /// "250" frames at "30000/1001".
    private static func seconds(frames: String?, rate: String?) -> Double? {
        guard let frames = frames.flatMap({ Double($0) }), let parts = rate?.split(separator: "/").compactMap({ Double($0) }), parts.count == 2
        else { return nil }
        return frames * parts[1] / parts[0]
    }

    private static func refusal(_ path: String, _ complaint: String, isMedium: Bool) -> LeitmotifError {
        if complaint.contains("moov atom not found") {
            return LeitmotifError(
                .damaged, "open video", path, "its index is missing: the recording or the copy was cut off", next: "copy it again")
        }
        if isMedium, complaint.isEmpty {
            return LeitmotifError(
                .unsupported, "open video", path, "there is sound in it, and perhaps the picture of a cover, but no film",
                next: "name a picture, a folder or a video")
        }
        return LeitmotifError(
            .damaged, "open video", path, "ffmpeg cannot decode it" + (complaint.isEmpty ? "" : " (\(complaint))"),
            next: "name a picture, a folder or a video")
    }
}

extension SourceDamage {
    /// A film that ends before its time; `missing` is 0 where that is not known.
    init(cutOffAt seconds: Double, missing: Double) {
        let gap = SongLayout.Gap(seconds: seconds, missingSeconds: missing, link: 0, isEnd: true)
        self.init(words: SongLayout.words([gap]) ?? "", endsEarly: true)
    }
}
