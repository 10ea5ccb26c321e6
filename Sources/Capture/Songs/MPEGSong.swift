import CMpg123

/// MP3, by libmpg123 itself: through libsndfile it would print its own words on standard error. Delay and padding that the encoder
/// noted are cut off.
final class MPEGSong: SongSource {
    let sampleRate: Double
    let channels: Int
    let frameCount: Int?
    private let bytes: SongBytes
    private let decoder: OpaquePointer

    init(_ bytes: SongBytes) throws(LinkFailure) {
        self.bytes = bytes
        guard let decoder = mpg123_new(nil, nil) else { throw MPEGSong.failure(bytes, "libmpg123 cannot start") }
        self.decoder = decoder
        let flags = MPG123_QUIET.rawValue | MPG123_FORCE_FLOAT.rawValue | MPG123_GAPLESS.rawValue
        mpg123_param2(decoder, Int32(MPG123_ADD_FLAGS.rawValue), Int(flags), 0)
        mpg123_replace_reader_handle(
            decoder,
            { handle, target, count in
                guard let handle, let target else { return -1 }
                return Unmanaged<SongBytes>.fromOpaque(handle).takeUnretainedValue().read(count, into: target)
            },
            { handle, offset, whence in
                guard let handle else { return -1 }
                return Unmanaged<SongBytes>.fromOpaque(handle).takeUnretainedValue().seek(offset, whence)
            }, nil)
        var (rate, channels, encoding) = (0, Int32(0), Int32(0))
        guard mpg123_open_handle(decoder, Unmanaged.passUnretained(bytes).toOpaque()) == MPG123_OK.rawValue,
            mpg123_getformat(decoder, &rate, &channels, &encoding) == MPG123_OK.rawValue,
            encoding == MPG123_ENC_FLOAT_32.rawValue
        else {
            let text = String(cString: mpg123_strerror(decoder))
            mpg123_delete(decoder)
            throw MPEGSong.failure(bytes, "libmpg123 cannot read it (\(text))")
        }
        sampleRate = Double(rate)
        self.channels = Int(channels)
        mpg123_scan(decoder)
        let length = mpg123_length(decoder)
        frameCount = length > 0 ? length : nil
    }

    private static func failure(_ bytes: SongBytes, _ cause: String) -> LinkFailure {
        let error = LeitmotifError(.unsupported, "open song", bytes.file.path, cause, next: "use WAV, FLAC, Ogg or MP3")
        return LinkFailure(isUnknownFormat: true, error: error)
    }

    /// See `SongSource.read`. Damage within a frame is passed over.
    func read(into interleaved: UnsafeMutablePointer<Float>, frames: Int) throws(LeitmotifError) -> Int {
        let wanted = frames * channels * MemoryLayout<Float>.size
        var done = 0
        while done < wanted {
            var got = 0
            let result = mpg123_read(decoder, UnsafeMutableRawPointer(interleaved) + done, wanted - done, &got)
            done += got
            let goesOn = result == MPG123_OK.rawValue || result == MPG123_NEW_FORMAT.rawValue
            if !goesOn, got == 0 { break }
        }
        let count = done / MemoryLayout<Float>.size
        SongLimits.sanitise(interleaved, count: count)
        return count / channels
    }

    func rewind() throws(LeitmotifError) { mpg123_seek(decoder, 0, 0) }

    deinit {
        mpg123_close(decoder)
        mpg123_delete(decoder)
    }
}
