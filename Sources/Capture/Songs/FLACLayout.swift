/// FLAC (RFC 9639): frames with checksums and numbers. libFLAC finds its way after damage, but libsndfile stops there; so the
/// damaged frames are left out, and the numbers say how much that is.
extension SongLayout {
    mutating func scanFLAC(_ file: SongFile, from start: Int) {
        var scanner = SongScanner(file)
        var position = start
        while let stream = FLACStream(at: position, &scanner) {
            let end = scanner.find(FLACStream.mark, from: stream.firstFrame, before: file.byteCount) ?? file.byteCount
            add(stream, end: end, &scanner)
            guard end < file.byteCount else { return }
            position = end
        }
    }

    private mutating func add(_ stream: FLACStream, end: Int, _ scanner: inout SongScanner) {
        let frames = stream.frames(before: end, &scanner)
        let ends = frames.map(\.start) + stream.ends(before: end, &scanner)
        var ranges = [stream.start..<stream.firstFrame]
        var due = 0
        var index = 0
        while index < frames.count {
            let frame = frames[index]
            var sum = FLACChecksum()
            var from = frame.start
            // A wrong one among them was bytes that look like a header.
            let next = ends[(index + 1)...].prefix(8).first { end in
                guard end - frame.start < 1 << 21 else { return false }
                if end > from { sum.take(scanner.bytes(at: from, end - from)) }
                from = max(from, end)
                return sum.value == 0 && end > frame.start
            }
            guard let next else {
                index += 1
                continue
            }
            if frame.sample > due { addGap(from: due, to: frame.sample, stream) }
            due = frame.sample + frame.samples
            if ranges[ranges.count - 1].upperBound == frame.start {
                ranges[ranges.count - 1] = ranges[ranges.count - 1].lowerBound..<next
            } else {
                ranges.append(frame.start..<next)
            }
            index += 1
            while index < frames.count, frames[index].start < next { index += 1 }
        }
        if stream.samples > due { addGap(from: due, to: stream.samples, stream, isEnd: true) }
        links.append(Link(ranges: ranges))
    }

    private mutating func addGap(from: Int, to: Int, _ stream: FLACStream, isEnd: Bool = false) {
        // Damaged numbers claim anything.
        guard stream.samples == 0 || to <= stream.samples else { return }
        let missing = Double(to - from) / stream.rate
        gaps.append(Gap(seconds: Double(from) / stream.rate, missingSeconds: missing, link: links.count, isEnd: isEnd))
    }
}

/// The metadata of a FLAC stream.
struct FLACStream {
    /// "fLaC", then the head of the block that always comes first.
    static let mark: [UInt8] = [0x66, 0x4C, 0x61, 0x43, 0, 0, 0, 34]
    let start: Int
    let firstFrame: Int
    let rate: Double
    /// 0 when unknown.
    let samples: Int
    private let blockSamples: Int

    init?(at start: Int, _ scanner: inout SongScanner) {
        let head = scanner.bytes(at: start, 42)
        guard head.count == 42, head.starts(with: FLACStream.mark.prefix(4)), head.big(4, 1) & 0x7F == 0, head.big(5, 3) == 34,
            head.big(18, 3) >> 4 > 0
        else { return nil }
        self.start = start
        blockSamples = head.big(8, 2)
        rate = Double(head.big(18, 3) >> 4)
        samples = head.big(21, 5) & 0xF_FFFF_FFFF
        var position = start + 4
        while case let block = scanner.bytes(at: position, 4), block.count == 4 {
            position += 4 + block.big(1, 3)
            if block.big(0, 1) & 0x80 != 0 {
                firstFrame = position
                return
            }
        }
        return nil
    }

    struct Frame {
        let start: Int
        let sample: Int
        let samples: Int
    }

    /// Where the frames seem to start.
    func frames(before end: Int, _ scanner: inout SongScanner) -> [Frame] {
        var frames: [Frame] = []
        var position = firstFrame
        while position < end {
            let piece = scanner.bytes(at: position, min(1 << 16, end - position))
            guard piece.count > 1 else { break }
            let marks = piece.withUnsafeBufferPointer { piece in
                (0..<piece.count - 1).filter { piece[$0] == 0xFF && piece[$0 + 1] & 0xFE == 0xF8 }
            }
            for mark in marks {
                if let frame = frame(at: position + mark, scanner.bytes(at: position + mark, 16)) { frames.append(frame) }
            }
            position += piece.count - 1
        }
        return frames
    }

    /// Where the last frame may end: before tags that other programs append.
    func ends(before end: Int, _ scanner: inout SongScanner) -> [Int] {
        var ends: [Int] = []
        for mark in ["TAG", "APETAGEX", "ID3"] {
            if let tag = scanner.find(Array(mark.utf8), from: max(firstFrame, end - 65_536), before: end) { ends.append(tag) }
        }
        return ends.sorted() + [end]
    }

    private func frame(at start: Int, _ head: ArraySlice<UInt8>) -> Frame? {
        guard head.count >= 6, head.big(3, 1) & 1 == 0 else { return nil }
        let sizeCode = head.big(2, 1) >> 4, rateCode = head.big(2, 1) & 15
        let first = UInt8(head.big(4, 1))
        let ones = (~first).leadingZeroBitCount
        guard sizeCode > 0, rateCode < 15, ones != 1, ones < 8 else { return nil }
        var length = 5
        var number = ones == 0 ? Int(first) : Int(first) & (0x7F >> ones)
        for _ in 0..<max(0, ones - 1) {
            guard head.big(length, 1) & 0xC0 == 0x80 else { return nil }
            number = number << 6 | head.big(length, 1) & 0x3F
            length += 1
        }
        var samples = sizeCode == 1 ? 192 : sizeCode < 6 ? 576 << (sizeCode - 2) : 256 << max(0, sizeCode - 8)
        if sizeCode == 6 || sizeCode == 7 {
            samples = head.big(length, sizeCode - 5) + 1
            length += sizeCode - 5
        }
        length += rateCode == 12 ? 1 : rateCode > 12 ? 2 : 0
        guard length < head.count else { return nil }
        var check: UInt8 = 0
        for byte in head.prefix(length) {
            check ^= byte
            for _ in 0..<8 { check = check & 0x80 != 0 ? check << 1 ^ 0x07 : check << 1 }
        }
        guard Int(check) == head.big(length, 1) else { return nil }
        let isVariable = head.big(1, 1) & 1 == 1
        return Frame(start: start, sample: isVariable ? number : number * blockSamples, samples: samples)
    }
}

/// CRC-16, polynomial 0x8005: zero over a whole frame, its own checksum included.
struct FLACChecksum {
    private(set) var value: UInt16 = 0

    mutating func take(_ bytes: ArraySlice<UInt8>) {
        var sum = value
        bytes.withUnsafeBufferPointer { bytes in
            FLACChecksum.table.withUnsafeBufferPointer { table in
                for byte in bytes { sum = sum << 8 ^ table[Int(UInt8(truncatingIfNeeded: sum >> 8) ^ byte)] }
            }
        }
        value = sum
    }

    private static let table = (0..<UInt16(256)).map { byte in
        (0..<8).reduce(byte << 8) { sum, _ in sum & 0x8000 != 0 ? sum << 1 ^ 0x8005 : sum << 1 }
    }
}
