import CSndfile
import CSystem
import Glibc

/// Writes a WAV (32-bit float; it becomes RF64 when it outgrows 4 GiB) or a FLAC (24 bit, clipped at full scale).
///
/// The sound goes to `.NAME.part` beside the target, locked against a second session, and gets its final name in `finish()`. A
/// WAV's header is rewritten once a second of sound, so that what a crash leaves behind can be played. Memory and time per call
/// do not depend on the length. Belongs to one thread at a time.
public final class SoundFileWriter {
    /// The final name.
    public let path: String
    /// Where the sound is until `finish()`.
    public let partPath: String
    /// Frames written so far.
    public private(set) var framesWritten = 0
    private let channels: Int
    private let headerInterval: Int
    private var nextHeader: Int
    private var file: OpaquePointer?
    private let descriptor: Int32

    /// Creates the temporary file.
    /// - Parameters:
    ///   - path: ends in .wav or .flac.
    ///   - sampleRate: hertz, 1000 … 768,000 (FLAC: to 655,350); a fraction is rounded in the header.
    ///   - channels: 1 or 2.
    /// - Throws: when the folder cannot be written to, another session writes the file, or a parameter is out of range.
    public init(path: String, sampleRate: Double, channels: Int) throws(LeitmotifError) {
        func failure(_ cause: String, _ next: String) -> LeitmotifError {
            LeitmotifError(.unsupported, "write sound", path, cause, next: next)
        }
        let name = lastName(path)
        let lowercased = name.lowercased()
        let isFLAC = lowercased.hasSuffix(".flac")
        guard isFLAC || lowercased.hasSuffix(".wav") else { throw failure("unknown kind of sound file", "name it .wav or .flac") }
        guard SongLimits.rates.contains(sampleRate) else {
            throw failure("a sample rate of \(sampleRate) Hz is outside 1000 to 768000", "use 44100 or 48000")
        }
        guard (1...2).contains(channels) else { throw failure("\(channels) channels, only one or two can be written", "use two") }
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            throw failure("something that is not a file has this name", "choose another name")
        }
        self.path = path
        partPath = String(path.utf8.dropLast(name.utf8.count))! + ".\(name).part"
        self.channels = channels
        headerInterval = isFLAC ? .max : Int(sampleRate)
        nextHeader = headerInterval
        descriptor = try Self.openLocked(partPath, for: path)
        var info = SF_INFO()
        info.samplerate = Int32(sampleRate.rounded())
        info.channels = Int32(channels)
        info.format = isFLAC ? Int32(SF_FORMAT_FLAC | SF_FORMAT_PCM_24) : Int32(SF_FORMAT_RF64 | SF_FORMAT_FLOAT)
        guard let file = sf_open_fd(descriptor, Int32(SFM_WRITE), &info, 0) else {
            unlink(partPath)
            throw failure(sndfileText(nil), isFLAC ? "use .wav" : "use another sample rate")
        }
        self.file = file
        // A WAV starts as RF64, and becomes a plain one on closing if it is small enough.
        sf_command(file, Int32(SFC_RF64_AUTO_DOWNGRADE), nil, 1)
        sf_command(file, Int32(SFC_SET_CLIPPING), nil, 1)
    }

    private static func openLocked(_ partPath: String, for path: String) throws(LeitmotifError) -> Int32 {
        let descriptor = system_open(partPath, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o644)
        guard descriptor >= 0 else {
            let next = -descriptor == ENOENT ? "make the folder first" : "choose a folder that can be written to"
            throw LeitmotifError(.system(descriptor), "write sound", path, systemText(descriptor), next: next)
        }
        // Truncate only with the lock on the file that has the name now: its previous writer may just have renamed it.
        var opened = stat()
        var named = stat()
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &opened) == 0, stat(partPath, &named) == 0,
            opened.st_ino == named.st_ino, opened.st_mode & S_IFMT == S_IFREG, ftruncate(descriptor, 0) == 0
        else {
            close(descriptor)
            throw LeitmotifError(.busy, "write sound", path, "another session is writing it", next: "choose another name")
        }
        return descriptor
    }

    /// Appends `frames` interleaved frames.
    /// - Throws: when the disk is full; what was written so far can still be finished.
    public func write(interleaved: UnsafePointer<Float>, frames: Int) throws(LeitmotifError) {
        guard let file, frames > 0 else { return }
        guard sf_writef_float(file, interleaved, sf_count_t(frames)) == frames else { throw writeFailure(sndfileText(file)) }
        framesWritten += frames
        guard framesWritten >= nextHeader else { return }
        nextHeader = framesWritten + headerInterval
        sf_command(file, Int32(SFC_UPDATE_HEADER_NOW), nil, 0)
    }

    /// Completes the file and gives it its final name, replacing an existing file. Nothing can be written afterwards.
    /// - Throws: when the disk is full, or the file cannot be renamed.
    public func finish() throws(LeitmotifError) {
        guard let file else { return }
        self.file = nil
        let code = sf_close(file)
        guard code == 0 else {
            unlink(partPath)
            throw writeFailure(String(cString: sf_error_number(code)))
        }
        guard rename(partPath, path) == 0 else {
            throw LeitmotifError(
                .system(errno), "write sound", path, "the finished file cannot be renamed: \(systemText(errno))",
                next: "fetch it from \(partPath)")
        }
    }

    /// Deletes what was written; deinit does so without `finish()`.
    public func discard() {
        guard let file else { return }
        self.file = nil
        sf_close(file)
        unlink(partPath)
    }

    private func writeFailure(_ cause: String) -> LeitmotifError {
        LeitmotifError(.full, "write sound", path, cause, next: "make room on the disk or write elsewhere")
    }

    deinit {
        discard()
        close(descriptor)
    }
}
