import CSndfile
import Glibc

/// A song in any format that libsndfile reads: WAV, RF64, AIFF, FLAC, Ogg Vorbis, Opus, MP3. Streamed: memory does not depend on
/// its length.
public final class SndfileSong: SongSource {
    /// Hertz.
    public let sampleRate: Double
    /// 1 or 2.
    public let channels: Int
    /// What the header says, if plausible.
    public let frameCount: Int?
    private let path: String
    private var file: OpaquePointer

    /// Distinguishes an unknown format, which ffmpeg may know, from a file that cannot be a song.
    struct OpenFailure: Error {
        let isUnknownFormat: Bool
        let error: LeitmotifError
    }

    init(_ path: String) throws(OpenFailure) {
        self.path = path
        var info = SF_INFO()
        file = try Self.open(path, &info)
        do throws(LeitmotifError) {
            try SongLimits.check(rate: Double(info.samplerate), channels: Int(info.channels), of: path)
        } catch {
            sf_close(file)
            throw OpenFailure(isUnknownFormat: false, error: error)
        }
        sampleRate = Double(info.samplerate)
        channels = Int(info.channels)
        frameCount = info.frames > 0 && info.frames <= SongLimits.believableFrames ? Int(info.frames) : nil
        // Frame counts in headers err in both directions; only a frame that can be read proves a song.
        var first: (Float, Float) = (0, 0)
        let got = withUnsafeMutableBytes(of: &first) {
            sf_readf_float(file, $0.assumingMemoryBound(to: Float.self).baseAddress, 1)
        }
        guard got == 1 else {
            let error = LeitmotifError(
                .damaged, "open song", path, "there is not one frame of sound in it", next: "copy or export it again")
            throw OpenFailure(isUnknownFormat: false, error: error)
        }
        do throws(LeitmotifError) { try rewind() } catch { throw OpenFailure(isUnknownFormat: false, error: error) }
    }

    private static func open(_ path: String, _ info: inout SF_INFO) throws(OpenFailure) -> OpaquePointer {
        let descriptor: Int32
        do throws(LeitmotifError) {
            descriptor = try ReadableFile(path, for: "open song").release()
        } catch {
            throw OpenFailure(isUnknownFormat: false, error: error)
        }
        // libsndfile closes the descriptor with the file, and also when it rejects it.
        guard let file = sf_open_fd(descriptor, Int32(SFM_READ), &info, 1) else {
            let cause = "libsndfile cannot read it (\(sndfileText(nil)))"
            let error = LeitmotifError(.unsupported, "open song", path, cause, next: "use WAV, FLAC, Ogg or MP3")
            throw OpenFailure(isUnknownFormat: true, error: error)
        }
        return file
    }

    /// See `SongSource.read`. A damaged rest ends the song.
    public func read(into interleaved: UnsafeMutablePointer<Float>, frames: Int) throws(LeitmotifError) -> Int {
        guard frames > 0 else { return 0 }
        let got = Int(sf_readf_float(file, interleaved, sf_count_t(frames)))
        guard got > 0 else { return 0 }
        SongLimits.sanitise(interleaved, count: got * channels)
        return got
    }

    /// Seeks to the first frame.
    /// - Throws: when the file has gone or was replaced.
    public func rewind() throws(LeitmotifError) {
        if sf_seek(file, 0, SEEK_SET) == 0 { return }
        // Some damaged files cannot seek; reopening starts at the first frame too.
        var info = SF_INFO()
        let again: OpaquePointer
        do throws(OpenFailure) {
            again = try Self.open(path, &info)
        } catch {
            throw error.error
        }
        guard Int(info.channels) == channels else {
            sf_close(again)
            throw LeitmotifError(.lost, "rewind song", path, "the file was replaced while it was playing", next: "start again")
        }
        sf_close(file)
        file = again
    }

    deinit { sf_close(file) }
}

/// libsndfile's last error on a file, or on opening one.
func sndfileText(_ file: OpaquePointer?) -> String {
    var text = String(cString: sf_strerror(file))
    while let last = text.last, last == "." || last == " " || last == "\n" { text.removeLast() }
    return text
}
