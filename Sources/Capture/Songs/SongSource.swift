/// A piece of music as a stream of interleaved Float frames, one or two channels. Belongs to one thread at a time.
public protocol SongSource: AnyObject {
    /// Hertz, 1000 … 768,000.
    var sampleRate: Double { get }
    /// 1 or 2.
    var channels: Int { get }
    /// The length that the file claims: a hint, never a reason to allocate. Nil when it claims nothing plausible.
    var frameCount: Int? { get }
    /// Fills `interleaved` with up to `frames` frames and returns how many; 0 at the end. Values are finite, |x| < 1000.
    func read(into interleaved: UnsafeMutablePointer<Float>, frames: Int) throws(LeitmotifError) -> Int
    /// The next read starts at the first frame again.
    func rewind() throws(LeitmotifError)
    /// What of the file cannot be heard, for people: "0.1 s damaged at 6.2 s, played on". Nil as long as nothing is known.
    var damage: String? { get }
    /// How long a read may wait for a decoder; sources that never wait ignore it.
    var patience: Patience { get set }
}

extension SongSource {
    /// Nothing is known to be missing.
    public var damage: String? { nil }
    /// Never waits.
    public var patience: Patience {
        get { Patience() }
        set {}
    }
}

/// Opens a song: WAV, RF64, FLAC, Ogg, Opus, AIFF, CAF … with libsndfile, MP3 with libmpg123, anything else through an installed
/// ffmpeg.
/// - Parameter patience: for a decoder that does not answer.
/// - Throws: when nothing can read it; the error says what it is, or gives the reasons.
public func openSong(_ path: String, patience: Patience = Patience()) throws(LeitmotifError) -> any SongSource {
    let file = try SongFile(path)
    let layout = SongLayout(file)
    let refusal: LeitmotifError
    do throws(LinkFailure) {
        return try openLinks(layout, file: file)
    } catch {
        guard error.isUnknownFormat else { throw error.error }
        refusal = error.error
    }
    // What ffmpeg would take for a song, or for one with an obscure fault.
    if let explanation = explanation(of: file) { throw explanation }
    do throws(LeitmotifError) {
        return try FFmpegSong(path, patience: patience)
    } catch {
        guard error.kind == .unsupported || error.kind == .missingProgram else { throw error }
        throw LeitmotifError(error.kind, "open song", path, "\(refusal.cause); \(error.cause)", next: error.nextStep)
    }
}

/// Distinguishes an unknown format, which ffmpeg may know, from a file that cannot be a song.
struct LinkFailure: Error {
    let isUnknownFormat: Bool
    let error: LeitmotifError
}

private func openLinks(_ layout: SongLayout, file: SongFile) throws(LinkFailure) -> any SongSource {
    if layout.links.count == 1, layout.gaps.isEmpty { return try layout.open(0, of: file) }
    return try JoinedSong(layout, file: file)
}

/// Limits that every song source enforces.
enum SongLimits {
    static let rates = 1000.0...768_000.0
    /// Two days at the highest rate: a longer claim is a broken header.
    static let believableFrames: Int64 = 1 << 37
    /// As many channels as the formats name places for.
    static let channels = 1...18
    /// The chain takes what is larger than this for a fault of its own, and silences it.
    static let largestSample: Float = 999

    static func check(rate: Double, channels: Int, of path: String) throws(LeitmotifError) {
        guard rates.contains(rate) else {
            throw LeitmotifError(
                .outOfRange, "open song", path, "a sample rate of \(rate) Hz is outside 1000 to 768000",
                next: "convert it to 44100 or 48000 Hz")
        }
        guard SongLimits.channels.contains(channels) else {
            throw LeitmotifError(
                .unsupported, "open song", path, "\(channels) channels, at most \(SongLimits.channels.upperBound) can be mixed",
                next: "mix it down to stereo")
        }
    }

    /// A Float file may contain anything. One NaN would stay in a filter for ever, so none gets past here; infinity is no sound
    /// either, and a sample beyond any level is limited, so that the limiter can bring it to full scale.
    static func sanitise(_ samples: UnsafeMutablePointer<Float>, count: Int) {
        for index in 0..<count where !(samples[index].magnitude <= largestSample) {
            samples[index] = samples[index].isFinite ? (samples[index] < 0 ? -largestSample : largestSample) : 0
        }
    }
}
