import CBoard

/// The samples of a WAV file of 16-bit PCM, in memory until the program ends: a page that must be fetched from a card would be heard.
struct WaveSong {
    let samples: UnsafePointer<Int16>
    let frames: Int
    let channels: Int
    let rate: Double

    init(_ path: UnsafePointer<CChar>) throws(Failure) {
        let file = try WholeFile(path, "open song")
        let bytes = UnsafeRawBufferPointer(start: file.bytes, count: file.count)
        guard let wave = WaveSong.parse(bytes) else {
            throw Failure("open song", path, "it is no WAV of 16-bit PCM", next: "convert it: ffmpeg -i SONG -c:a pcm_s16le SONG.wav")
        }
        self = wave
    }

    private init(samples: UnsafePointer<Int16>, frames: Int, channels: Int, rate: Double) {
        (self.samples, self.frames, self.channels, self.rate) = (samples, frames, channels, rate)
    }

    /// Nil for anything else. `bytes` must stay.
    static func parse(_ bytes: UnsafeRawBufferPointer) -> WaveSong? {
        func number(at offset: Int, bytes count: Int) -> Int {
            (0..<count).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
        }
        guard bytes.count >= 12, number(at: 0, bytes: 4) == 0x4646_4952, number(at: 8, bytes: 4) == 0x4556_4157 else { return nil }
        var (channels, rate) = (0, 0)
        var offset = 12
        while offset + 8 <= bytes.count {
            let (name, size) = (number(at: offset, bytes: 4), number(at: offset + 4, bytes: 4))
            let body = offset + 8
            if name == 0x2074_6D66, size >= 16, body + 16 <= bytes.count {
                // PCM by name, or by the first bytes of an extended header's kind.
                let kind = number(at: body, bytes: 2)
                let isPCM = kind == 1 || kind == 0xFFFE && size >= 26 && body + 26 <= bytes.count && number(at: body + 24, bytes: 2) == 1
                guard isPCM, number(at: body + 14, bytes: 2) == 16 else { return nil }
                (channels, rate) = (number(at: body + 2, bytes: 2), number(at: body + 4, bytes: 4))
            } else if name == 0x6174_6164 {
                // A stream's header promises more than there is. Chunks begin at even offsets.
                let frames = min(size, bytes.count - body) / (2 * max(channels, 1))
                guard 1...2 ~= channels, 4000...384_000 ~= rate, frames > 0, let base = bytes.baseAddress else { return nil }
                let samples = (base + body).assumingMemoryBound(to: Int16.self)
                return WaveSong(samples: samples, frames: frames, channels: channels, rate: Double(rate))
            }
            offset = body + size + size % 2
        }
        return nil
    }
}

/// A file's bytes, never freed.
struct WholeFile {
    let bytes: UnsafeMutableRawPointer
    let count: Int

    init(_ path: UnsafePointer<CChar>, _ operation: StaticString) throws(Failure) {
        guard let file = fopen(path, "rb") else {
            throw Failure(operation, path, "it cannot be read", next: "check the spelling and the rights")
        }
        defer { fclose(file) }
        guard fseek(file, 0, SEEK_END) == 0, case let size = ftell(file), 0..<1 << 30 ~= size else {
            throw Failure(operation, path, "it is no file of less than a gigabyte", next: "name another")
        }
        rewind(file)
        guard let memory = malloc(size + 1), fread(memory, 1, size, file) == size else {
            throw Failure(operation, path, "it cannot be read whole", next: "check the card, and the memory that is free")
        }
        (bytes, count) = (memory, size)
    }
}
