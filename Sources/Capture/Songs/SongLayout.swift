import Glibc

/// What a sound file consists of: links, each a song of its own as its decoder sees it (files joined end to end have several), and
/// gaps between the bytes that are sound. Found by the structure of the format alone; nothing is decoded.
struct SongLayout {
    enum Kind { case wave, flac, ogg, mpeg, other }

    struct Link {
        var ranges: [Range<Int>] = []
        var patches: [SongBytes.Patch] = []
    }

    /// Sound that was there and cannot be had.
    struct Gap {
        /// Place in the link, and length.
        var seconds: Double
        var missingSeconds: Double
        var link: Int
        /// Nothing comes after it.
        var isEnd = false
    }

    var kind = Kind.other
    var links: [Link] = []
    var gaps: [Gap] = []

    init(_ file: SongFile) {
        let head = file.bytes(at: 0, 12)
        let start = afterTags(at: 0, of: file)
        let first = start == 0 ? head : file.bytes(at: start, 12)
        if head.starts(with: "RIFF".utf8), head.dropFirst(8).starts(with: "WAVE".utf8) {
            kind = .wave
            scanWave(file)
        } else if first.starts(with: "fLaC".utf8) {
            kind = .flac
            scanFLAC(file, from: start)
        } else if first.starts(with: "OggS".utf8) {
            kind = .ogg
            scanOgg(file, from: start)
        } else if start > 0 || MPEGFrame(first[...]) != nil {
            kind = .mpeg
            scanMPEG(file, from: start)
        }
        if links.isEmpty {
            kind = .other
            gaps = []
            links = [Link(ranges: [0..<file.byteCount])]
        }
    }

    /// The decoder of one link.
    func open(_ index: Int, of file: SongFile) throws(LinkFailure) -> any SongSource {
        let bytes = SongBytes(file, links[index].ranges, patches: links[index].patches)
        return kind == .mpeg ? try MPEGSong(bytes) : try SndfileSong(bytes, kind)
    }
}

/// The position after any ID3v2 tags (id3.org, "ID3v2 tag header") that start at `position`.
func afterTags(at position: Int, of file: SongFile) -> Int {
    var position = position
    while case let head = file.bytes(at: position, 10), head.count == 10, head.starts(with: "ID3".utf8), head[3] < 0xFF,
        head[6...].allSatisfy({ $0 < 0x80 })
    {
        let size = head[6...].reduce(0) { $0 << 7 | Int($1) }
        position += 10 + size + (head[5] & 0x10 != 0 ? 10 : 0)
    }
    return position
}

/// Reads a file from front to back in large pieces, for scanning.
struct SongScanner {
    private let file: SongFile
    private var buffer: [UInt8] = []
    private var start = 0

    init(_ file: SongFile) { self.file = file }

    /// Up to `count` bytes at `position`; cheap when positions ascend.
    mutating func bytes(at position: Int, _ count: Int) -> ArraySlice<UInt8> {
        if position < start || position + count > start + buffer.count {
            start = position
            buffer = file.bytes(at: position, max(1 << 18, count))
        }
        let begin = min(position - start, buffer.count)
        return buffer[begin..<min(begin + count, buffer.count)]
    }

    /// The first place from `position` on where `pattern` stands; nil when there is none before `limit`.
    mutating func find(_ pattern: [UInt8], from position: Int, before limit: Int) -> Int? {
        var position = position
        while position < limit {
            let piece = bytes(at: position, 1 << 16)
            guard piece.count >= pattern.count else { return nil }
            let found = piece.withUnsafeBytes { piece -> Int? in
                var place = 0
                while place <= piece.count - pattern.count,
                    let first = memchr(piece.baseAddress! + place, Int32(pattern[0]), piece.count - pattern.count + 1 - place)
                {
                    place = UnsafeRawPointer(first) - piece.baseAddress!
                    if pattern.indices.allSatisfy({ piece[place + $0] == pattern[$0] }) { return place }
                    place += 1
                }
                return nil
            }
            if let found { return position + found < limit ? position + found : nil }
            position += piece.count - pattern.count + 1
        }
        return nil
    }
}

extension ArraySlice<UInt8> {
    /// Little-endian, `count` bytes from the slice's `offset`-th on; 0 where they are missing.
    func little(_ offset: Int, _ count: Int) -> Int {
        dropFirst(offset).prefix(count).reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// Big-endian.
    func big(_ offset: Int, _ count: Int) -> Int { dropFirst(offset).prefix(count).reduce(0) { $0 << 8 | Int($1) } }
}
