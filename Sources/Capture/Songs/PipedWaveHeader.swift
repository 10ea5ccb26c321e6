/// The head of a WAV on a pipe, up to its samples: RIFF, chunks of any kind, `fmt ` with 32-bit floats, `data`.
struct PipedWaveHeader {
    private(set) var sampleRate: UInt32 = 0
    private(set) var channels = 0
    /// Of WAVEFORMATEXTENSIBLE; 0 when the places of the channels are not told.
    private(set) var channelMask = 0

    init?(reading stream: ByteStream) {
        guard stream.tag() == "RIFF", stream.word() != nil, stream.tag() == "WAVE" else { return nil }
        while let name = stream.tag(), let size = stream.word() {
            if name == "data" {
                guard channels > 0 else { return nil }
                return
            }
            // Chunks are padded to even sizes; whatever follows the bytes that we know is skipped.
            guard size <= 1 << 20 else { return nil }
            var rest = Int(size) + Int(size & 1)
            if name == "fmt " {
                guard size >= 16, let kind = stream.word(), let rate = stream.word(), stream.word() != nil,
                    let sizes = stream.word(), sizes >> 16 == 32, kind & 0xFFFF == 3 || kind & 0xFFFF == 0xFFFE
                else { return nil }
                channels = Int(kind >> 16)
                sampleRate = rate
                rest -= 16
                if kind & 0xFFFF == 0xFFFE, size >= 24, stream.word() != nil, let mask = stream.word() {
                    channelMask = Int(mask)
                    rest -= 8
                }
            }
            guard stream.skip(rest) else { return nil }
        }
        return nil
    }
}

extension ByteStream {
    /// Four bytes as text.
    fileprivate func tag() -> String? {
        guard let word = word() else { return nil }
        return withUnsafeBytes(of: word.littleEndian) { String(decoding: $0, as: UTF8.self) }
    }

    /// Four bytes, little-endian.
    fileprivate func word() -> UInt32? {
        var word: UInt32 = 0
        for shift in stride(from: UInt32(0), to: 32, by: 8) {
            guard let byte = byte() else { return nil }
            word |= UInt32(byte) << shift
        }
        return word
    }
}
