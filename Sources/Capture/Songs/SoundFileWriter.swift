import CSndfile
import CKernel
import Glibc

/// Writes a WAV (32-bit float; it becomes RF64 when it outgrows 4 GiB) or a FLAC (24 bit, clipped at full scale).
///
/// The sound goes to `.NAME.part` beside the target, locked against a second session, and gets its final name in `finish()`. A
/// WAV's header is rewritten once a second of sound, so that what a crash leaves behind can be played; the next writer of that
/// name keeps it as `NAME.rescued-1.wav`. Until the first frame is written, nothing that was there changes. Memory and time per
/// call do not depend on the length. Belongs to one thread at a time.
public final class SoundFileWriter {
    /// The final name.
    public let path: String
    /// Where the sound is until `finish()`.
    public let partPath: String
    /// What the name leads to, through links.
    private let target: String
    /// Frames written so far.
    public private(set) var framesWritten = 0
    /// Where the sound of a session that crashed was kept, if there was any.
    public private(set) var rescuedPath: String?
    private let sampleRate: Double
    private let channels: Int
    private let isFLAC: Bool
    private let headerInterval: Int
    private var nextHeader: Int
    private var stage = Stage.opened
    private var descriptor: Int32

    private enum Stage {
        /// Locked; what an earlier session left is still there.
        case opened
        case writing(OpaquePointer)
        case over
    }

    /// Less than this holds no sound: the header of a session that ended at once.
    private static let emptyBytes: off_t = 512

    /// Opens and locks the temporary file.
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
        isFLAC = lowercased.hasSuffix(".flac")
        guard isFLAC || lowercased.hasSuffix(".wav") else { throw failure("unknown kind of sound file", "name it .wav or .flac") }
        guard SongLimits.rates.contains(sampleRate) else {
            throw failure("a sample rate of \(sampleRate) Hz is outside 1000 to 768000", "use 44100 or 48000")
        }
        guard !isFLAC || sampleRate <= 655_350 else { throw failure("a FLAC has at most 655350 Hz, not \(sampleRate)", "use .wav") }
        guard (1...2).contains(channels) else { throw failure("\(channels) channels, only one or two can be written", "use two") }
        try checkTarget(path, "write sound")
        self.path = path
        target = followingLinks(path)
        partPath = SoundFileWriter.partPath(of: target)
        self.sampleRate = sampleRate
        self.channels = channels
        headerInterval = isFLAC ? .max : Int(sampleRate)
        nextHeader = headerInterval
        descriptor = try Self.openLocked(partPath, for: path)
    }

    /// Where the sound for `path` is until it is complete.
    public static func partPath(of path: String) -> String {
        let name = lastName(path)
        return String(path.utf8.dropLast(name.utf8.count))! + ".\(name).part"
    }

    /// Where a writer of `path` will keep what a crashed session has left; nil when that left nothing.
    public static func rescuePath(of path: String) -> String? {
        var status = stat()
        let path = followingLinks(path)
        guard stat(partPath(of: path), &status) == 0, status.st_size > emptyBytes else { return nil }
        let dot = path.utf8.lastIndex(of: UInt8(ascii: ".")) ?? path.utf8.endIndex
        for number in 1... {
            let name = "\(path[..<dot]).rescued-\(number)\(path[dot...])"
            if lstat(name, &status) != 0 { return name }
        }
        return nil
    }

    private static func openLocked(_ partPath: String, for path: String, flags: Int32 = 0) throws(LeitmotifError) -> Int32 {
        let descriptor = system_open(partPath, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | flags, 0o644)
        guard descriptor >= 0 else { throw refusedTarget(-descriptor, "write sound", path) }
        // The lock counts only on the file that has the name now: its previous writer may just have renamed it.
        var opened = stat()
        var named = stat()
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &opened) == 0, stat(partPath, &named) == 0,
            opened.st_ino == named.st_ino, opened.st_mode & S_IFMT == S_IFREG
        else {
            close(descriptor)
            throw LeitmotifError(.busy, "write sound", path, "another session is writing it", next: "choose another name")
        }
        return descriptor
    }

    /// Keeps aside what a crash has left, and starts the file.
    private func begin() throws(LeitmotifError) -> OpaquePointer {
        if bytesOfFile(descriptor) > Self.emptyBytes { try rescue() }
        ftruncate(descriptor, 0)
        var info = SF_INFO()
        info.samplerate = Int32(sampleRate.rounded())
        info.channels = Int32(channels)
        info.format = isFLAC ? Int32(SF_FORMAT_FLAC | SF_FORMAT_PCM_24) : Int32(SF_FORMAT_RF64 | SF_FORMAT_FLOAT)
        guard let file = sf_open_fd(descriptor, Int32(SFM_WRITE), &info, 0) else {
            throw LeitmotifError(
                .unsupported, "write sound", path, sndfileText(nil), next: isFLAC ? "use .wav" : "use another sample rate")
        }
        // A WAV starts as RF64, and becomes a plain one on closing if it is small enough.
        sf_command(file, Int32(SFC_RF64_AUTO_DOWNGRADE), nil, 1)
        sf_command(file, Int32(SFC_SET_CLIPPING), nil, 1)
        stage = .writing(file)
        return file
    }

    private func rescue() throws(LeitmotifError) {
        while let name = Self.rescuePath(of: target) {
            // An empty file of ours holds the name, so that the renaming replaces nothing else; links would do as well, but not
            // every memory stick has them.
            let holder = system_open(name, O_WRONLY | O_CREAT | O_EXCL, 0o644)
            if -holder == EEXIST { continue }
            guard holder >= 0 else { throw refusedTarget(-holder, "keep sound", name) }
            close(holder)
            guard rename(partPath, name) == 0 else {
                let code = errno
                unlink(name)
                throw refusedTarget(code, "keep sound", name)
            }
            rescuedPath = name
            let old = descriptor
            descriptor = -1
            close(old)
            descriptor = try Self.openLocked(partPath, for: path, flags: O_EXCL)
            return
        }
    }

    /// Appends `frames` interleaved frames.
    /// - Throws: when the disk is full; what was written so far can still be finished.
    public func write(interleaved: UnsafePointer<Float>, frames: Int) throws(LeitmotifError) {
        guard frames > 0, let file = try file() else { return }
        guard sf_writef_float(file, interleaved, sf_count_t(frames)) == frames else { throw writeFailure(sndfileText(file)) }
        framesWritten += frames
        guard framesWritten >= nextHeader else { return }
        nextHeader = framesWritten + headerInterval
        sf_command(file, Int32(SFC_UPDATE_HEADER_NOW), nil, 0)
    }

    /// Completes the file and gives it its final name, replacing an existing file. Nothing can be written afterwards.
    /// - Throws: when the disk is full, or the file cannot be renamed.
    public func finish() throws(LeitmotifError) {
        guard let file = try file() else { return }
        stage = .over
        let code = sf_close(file)
        guard code == 0 else {
            throw LeitmotifError(
                .full, "write sound", path, String(cString: sf_error_number(code)),
                next: "what there was room for is in \(partPath); make room on the disk or write elsewhere")
        }
        guard rename(partPath, target) == 0 else {
            throw LeitmotifError(
                .system(errno), "write sound", path, "the finished file cannot be renamed: \(systemText(errno))",
                next: "fetch it from \(partPath)")
        }
    }

    /// Deletes what was written, not what an earlier session has left; deinit does so without `finish()`.
    public func discard() {
        switch stage {
        case .opened: if descriptor >= 0, bytesOfFile(descriptor) <= Self.emptyBytes { unlink(partPath) }
        case .writing(let file):
            sf_close(file)
            unlink(partPath)
        case .over: break
        }
        stage = .over
    }

    /// Nil when it is over.
    private func file() throws(LeitmotifError) -> OpaquePointer? {
        switch stage {
        case .opened: try begin()
        case .writing(let file): file
        case .over: nil
        }
    }

    private func writeFailure(_ cause: String) -> LeitmotifError {
        LeitmotifError(.full, "write sound", path, cause, next: "make room on the disk or write elsewhere")
    }

    deinit {
        discard()
        close(descriptor)
    }
}
