import CSndfile
import Glibc

/// A song in any format that libsndfile reads: WAV, RF64, AIFF, CAF, FLAC, Ogg Vorbis, Opus. Streamed: memory does not depend on
/// its length.
final class SndfileSong: SongSource {
    let sampleRate: Double
    /// 1 or 2; more are mixed to two.
    let channels: Int
    let frameCount: Int?
    private(set) var damage: String?
    private let bytes: SongBytes
    private let kind: SongLayout.Kind
    private let mix: StereoMix?
    private var file: OpaquePointer
    /// Frames of all channels, before they are mixed.
    private let unmixed: UnsafeMutablePointer<Float>
    private static let unmixedFrames = 1024

    init(_ bytes: SongBytes, _ kind: SongLayout.Kind) throws(LinkFailure) {
        self.bytes = bytes
        self.kind = kind
        var info = SF_INFO()
        let file = try Self.open(bytes, &info)
        let count = Int(info.channels)
        do throws(LeitmotifError) {
            try SongLimits.check(rate: Double(info.samplerate), channels: count, of: bytes.file.path)
        } catch {
            sf_close(file)
            throw LinkFailure(isUnknownFormat: false, error: error)
        }
        self.file = file
        sampleRate = Double(info.samplerate)
        frameCount = info.frames > 0 && info.frames <= SongLimits.believableFrames ? Int(info.frames) : nil
        mix = count > 2 ? StereoMix(places: Self.places(file, count, kind, bytes)) : nil
        channels = min(count, 2)
        unmixed = .allocate(capacity: Self.unmixedFrames * count)
        // Frame counts in headers err in both directions; only a frame that can be read proves a song.
        guard sf_readf_float(file, unmixed, 1) == 1 else {
            let error = LeitmotifError(
                .damaged, "open song", bytes.file.path, "there is not one frame of sound in it", next: "copy or export it again")
            throw LinkFailure(isUnknownFormat: false, error: error)
        }
        do throws(LeitmotifError) { try rewind() } catch { throw LinkFailure(isUnknownFormat: false, error: error) }
    }

    private static func open(_ bytes: SongBytes, _ info: inout SF_INFO) throws(LinkFailure) -> OpaquePointer {
        var access = SF_VIRTUAL_IO(
            get_filelen: { handle in sf_count_t(handle.map { Unmanaged<SongBytes>.fromOpaque($0).takeUnretainedValue().count } ?? 0) },
            seek: { offset, whence, handle in
                sf_count_t(handle.map { Unmanaged<SongBytes>.fromOpaque($0).takeUnretainedValue().seek(Int(offset), whence) } ?? -1)
            },
            read: { target, count, handle in
                guard let target, let handle, count > 0 else { return 0 }
                return sf_count_t(Unmanaged<SongBytes>.fromOpaque(handle).takeUnretainedValue().read(Int(count), into: target))
            },
            write: { _, _, _ in 0 },
            tell: { handle in sf_count_t(handle.map { Unmanaged<SongBytes>.fromOpaque($0).takeUnretainedValue().position } ?? 0) })
        _ = bytes.seek(0, SEEK_SET)
        let file = sf_open_virtual(&access, Int32(SFM_READ), &info, Unmanaged.passUnretained(bytes).toOpaque())
        // Its MP3 would print on standard error.
        if let file, Int(info.format) & SF_FORMAT_TYPEMASK != SF_FORMAT_MPEG { return file }
        let cause = file == nil ? "libsndfile cannot read it (\(sndfileText(nil)))" : "it begins like an MP3 and does not go on like one"
        if let file { sf_close(file) }
        let error = LeitmotifError(.unsupported, "open song", bytes.file.path, cause, next: "use WAV, FLAC, Ogg or MP3")
        throw LinkFailure(isUnknownFormat: true, error: error)
    }

    /// The places of the channels: as the file says, else as its format has them.
    private static func places(_ file: OpaquePointer, _ channels: Int, _ kind: SongLayout.Kind, _ bytes: SongBytes) -> [Int] {
        if kind == .ogg { return StereoMix.vorbis(channels) }
        var map = [Int32](repeating: 0, count: channels)
        let size = Int32(channels * MemoryLayout<Int32>.size)
        if sf_command(file, Int32(SFC_GET_CHANNEL_MAP_INFO), &map, size) != 0 {
            // sndfile.h numbers the places otherwise.
            let bits = [-1, -1, 0, 1, 2, 0, 1, 2, 8, 4, 5, 3, 6, 7, 9, 10, 11, 12, 14, 13, 15, 17, 16]
            return map.map { bits.indices.contains(Int($0)) ? bits[Int($0)] : -1 }
        }
        return kind == .flac ? placesInComment(bytes, channels) : StereoMix.usual(channels)
    }

    /// FLAC notes other places than the usual ones as a comment (RFC 9639, 8.6.2).
    private static func placesInComment(_ bytes: SongBytes, _ channels: Int) -> [Int] {
        let mark = Array("WAVEFORMATEXTENSIBLE_CHANNEL_MASK=0x".utf8)
        var scanner = SongScanner(bytes.file)
        guard let start = scanner.find(mark, from: 0, before: min(1 << 16, bytes.file.byteCount)) else {
            return StereoMix.usual(channels)
        }
        let digits = scanner.bytes(at: start + mark.count, 8).prefix { Character(UnicodeScalar($0)).isHexDigit }
        let mask = Int(String(decoding: digits, as: UTF8.self), radix: 16) ?? 0
        return StereoMix.places(mask: mask, channels: channels)
    }

    /// See `SongSource.read`. A damaged rest ends the song.
    func read(into interleaved: UnsafeMutablePointer<Float>, frames: Int) throws(LeitmotifError) -> Int {
        guard frames > 0 else { return 0 }
        guard let mix else {
            let got = Int(sf_readf_float(file, interleaved, sf_count_t(frames)))
            if got < frames { noteError() }
            SongLimits.sanitise(interleaved, count: max(0, got) * channels)
            return max(0, got)
        }
        var done = 0
        while done < frames {
            let wanted = min(frames - done, Self.unmixedFrames)
            let got = Int(sf_readf_float(file, unmixed, sf_count_t(wanted)))
            if got < wanted { noteError() }
            guard got > 0 else { break }
            SongLimits.sanitise(unmixed, count: got * mix.channels)
            mix.mix(unmixed, into: interleaved + 2 * done, frames: got)
            done += got
        }
        return done
    }

    private func noteError() {
        guard sf_error(file) != 0, damage == nil else { return }
        damage = "the rest cannot be read (\(sndfileText(file)))"
    }

    /// Seeks to the first frame.
    /// - Throws: when the file has gone or was replaced.
    func rewind() throws(LeitmotifError) {
        if sf_seek(file, 0, SEEK_SET) == 0 { return }
        // Some damaged files cannot seek; reopening starts at the first frame too.
        var info = SF_INFO()
        let again: OpaquePointer
        do throws(LinkFailure) { again = try Self.open(bytes, &info) } catch { throw error.error }
        guard Int(info.channels) == mix?.channels ?? channels else {
            sf_close(again)
            throw LeitmotifError(
                .lost, "rewind song", bytes.file.path, "the file was replaced while it was playing", next: "start again")
        }
        sf_close(file)
        file = again
    }

    deinit {
        sf_close(file)
        unmixed.deallocate()
    }
}

/// libsndfile's last error on a file, or on opening one.
func sndfileText(_ file: OpaquePointer?) -> String {
    var text = String(cString: sf_strerror(file))
    while let last = text.last, last == "." || last == " " || last == "\n" { text.removeLast() }
    return text
}
