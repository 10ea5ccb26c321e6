/// Ogg (RFC 3533): pages with checksums, a link for each group of streams, page numbers that tell what is missing.
extension SongLayout {
    mutating func scanOgg(_ file: SongFile, from start: Int) {
        var scanner = SongScanner(file)
        var ranges: [Range<Int>] = []
        var position = start
        /// Of the link: whether its headers are over, what its first stream is, and its pages so far.
        var hasSound = false
        var stream = (serial: -1, page: -1, rate: 48_000.0, pages: 0, granule: 0.0)
        var lost: [(pages: Int, seconds: Double)] = []
        var wasLast = true
        func close() {
            guard !ranges.isEmpty else { return }
            if !wasLast {
                gaps.append(Gap(seconds: stream.granule / stream.rate, missingSeconds: 0, link: links.count, isEnd: true))
            }
            let pageSeconds = stream.granule / stream.rate / Double(max(stream.pages, 1))
            for gap in lost {
                gaps.append(Gap(seconds: gap.seconds, missingSeconds: Double(gap.pages) * pageSeconds, link: links.count))
            }
            links.append(Link(ranges: ranges))
            (ranges, hasSound, lost, wasLast) = ([], false, [], true)
        }
        while position < file.byteCount {
            guard let page = OggPage(at: position, &scanner) else {
                guard let next = scanner.find(Array("OggS".utf8), from: position + 1, before: file.byteCount) else { break }
                position = next
                continue
            }
            if page.isFirst {
                if hasSound { close() }
                if ranges.isEmpty { stream = (page.serial, page.number, page.rate(&scanner), 0, 0) }
            } else if page.serial == stream.serial {
                hasSound = true
                let skipped = page.number - stream.page - 1
                if skipped > 0, skipped < 1 << 20 { lost.append((skipped, stream.granule / stream.rate)) }
                stream.page = page.number
                stream.pages += 1 + max(skipped, 0)
                if page.granule >= 0 { stream.granule = Double(page.granule) }
            }
            if let last = ranges.last, last.upperBound == position {
                ranges[ranges.count - 1] = last.lowerBound..<page.end
            } else {
                ranges.append(position..<page.end)
            }
            position = page.end
            wasLast = page.isLast
        }
        close()
    }
}

/// The head of an Ogg page.
struct OggPage {
    let start: Int
    let end: Int
    let serial: Int
    let number: Int
    let granule: Int
    let isFirst: Bool
    let isLast: Bool
    private let body: Int

    /// Nil when no intact page starts at `start`.
    init?(at start: Int, _ scanner: inout SongScanner) {
        let head = scanner.bytes(at: start, 27)
        guard head.count == 27, head.starts(with: "OggS".utf8), head.little(4, 1) == 0 else { return nil }
        let segments = scanner.bytes(at: start + 27, head.little(26, 1))
        body = start + 27 + segments.count
        end = body + segments.reduce(0) { $0 + Int($1) }
        let page = scanner.bytes(at: start, end - start)
        guard segments.count == head.little(26, 1), page.count == end - start else { return nil }
        self.start = start
        granule = head.little(6, 8)
        serial = head.little(14, 4)
        number = head.little(18, 4)
        isFirst = head.little(5, 1) & 2 != 0
        isLast = head.little(5, 1) & 4 != 0
        guard OggPage.checksum(page) == head.little(22, 4) else { return nil }
    }

    /// Granules a second: of Vorbis its sample rate, of Opus always 48 kHz.
    func rate(_ scanner: inout SongScanner) -> Double {
        let head = scanner.bytes(at: body, 16)
        return head.dropFirst(1).starts(with: "vorbis".utf8) ? Double(max(1, head.little(12, 4))) : 48_000
    }

    /// Polynomial 0x04C11DB7, the checksum's own four bytes taken as zero.
    private static func checksum(_ page: ArraySlice<UInt8>) -> Int {
        page.withUnsafeBufferPointer { page in
            table.withUnsafeBufferPointer { table in
                var sum: UInt32 = 0
                for index in 0..<page.count {
                    let byte = (22..<26).contains(index) ? 0 : page[index]
                    sum = sum << 8 ^ table[Int(UInt8(truncatingIfNeeded: sum >> 24) ^ byte)]
                }
                return Int(sum)
            }
        }
    }

    private static let table = (0..<UInt32(256)).map { byte in
        (0..<8).reduce(byte << 24) { sum, _ in sum & 0x8000_0000 != 0 ? sum << 1 ^ 0x04C1_1DB7 : sum << 1 }
    }
}
