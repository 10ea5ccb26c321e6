/// A piece of music as a stream of interleaved Float frames, one or two channels. Belongs to one thread at a time.
public protocol SongSource: AnyObject {
    /// Hertz, 1000 … 768,000.
    var sampleRate: Double { get }
    /// 1 or 2.
    var channels: Int { get }
    /// The length that the file claims: a hint, never a reason to allocate. Nil when it claims nothing plausible.
    var frameCount: Int? { get }
    /// Fills `interleaved` with up to `frames` frames and returns how many; 0 at the end. Values are finite, |x| ≤ 1000.
    func read(into interleaved: UnsafeMutablePointer<Float>, frames: Int) throws(LeitmotifError) -> Int
    /// The next read starts at the first frame again.
    func rewind() throws(LeitmotifError)
}

/// Opens a song: with libsndfile (WAV, RF64, FLAC, Ogg, MP3 …), anything else through an installed ffmpeg.
/// - Throws: when neither can read it; the error gives both reasons.
public func openSong(_ path: String) throws(LeitmotifError) -> any SongSource {
    let refusal: LeitmotifError
    do throws(SndfileSong.OpenFailure) {
        return try SndfileSong(path)
    } catch {
        guard error.isUnknownFormat else { throw error.error }
        refusal = error.error
    }
    do throws(LeitmotifError) {
        return try FFmpegSong(path)
    } catch {
        throw LeitmotifError(error.kind, "open song", path, "\(refusal.cause); \(error.cause)", next: error.nextStep)
    }
}

/// Limits that every song source enforces.
enum SongLimits {
    static let rates = 1000.0...768_000.0
    /// Two days at the highest rate: a longer claim is a broken header.
    static let believableFrames: Int64 = 1 << 37

    static func check(rate: Double, channels: Int, of path: String) throws(LeitmotifError) {
        guard rates.contains(rate) else {
            throw LeitmotifError(
                .outOfRange, "open song", path, "a sample rate of \(rate) Hz is outside 1000 to 768000",
                next: "convert it to 44100 or 48000 Hz")
        }
        guard (1...2).contains(channels) else {
            throw LeitmotifError(
                .unsupported, "open song", path, "\(channels) channels, only one or two can be played",
                next: "mix it down to stereo")
        }
    }

    /// A Float file may contain anything. One NaN would stay in a filter for ever, so none gets past here.
    static func sanitise(_ samples: UnsafeMutablePointer<Float>, count: Int) {
        for index in 0..<count where !(samples[index].magnitude <= 1000) {
            samples[index] = samples[index].isNaN ? 0 : (samples[index] < 0 ? -1000 : 1000)
        }
    }
}
