import CBoard

/// A WAV file being written: 32-bit float, stereo. Its length stands in the header once it is closed.
struct WaveFile: ~Copyable {
    private let file: UnsafeMutablePointer<FILE>
    private let rate: UInt32
    private(set) var frames = 0

    init(_ path: UnsafePointer<CChar>, rate: Double) throws(Failure) {
        guard let opened = fopen(path, "wb") else {
            throw Failure("write sound", path, "it cannot be written", next: "name a folder of your own that has room")
        }
        file = opened
        self.rate = UInt32(rate)
        _ = writeHeader()
    }

    /// Little-endian, as the processor is.
    private func writeHeader() -> Bool {
        let bytes = UInt32(truncatingIfNeeded: min(frames * 8, Int(UInt32.max) - 36))
        var words: [UInt32] = [
            0x4646_4952, 36 + bytes, 0x4556_4157, 0x2074_6D66, 16, 0x0002_0003, rate, rate * 8, 0x0020_0008, 0x6174_6164, bytes,
        ]
        return fwrite(&words, 4, words.count, file) == words.count
    }

    /// False when the disk is full.
    mutating func write(_ block: UnsafePointer<Float>, frames count: Int) -> Bool {
        frames += count
        return fwrite(block, 8, count, file) == count
    }

    deinit {
        if fseek(file, 0, SEEK_SET) == 0 { _ = writeHeader() }
        fclose(file)
    }
}
