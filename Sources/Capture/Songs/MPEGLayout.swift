/// MPEG audio (ISO 11172-3, 13818-3): frames follow each other by the lengths in their heads. Tags and junk between them are left
/// out; the count in a Xing or Info frame says whether frames are missing.
extension SongLayout {
    mutating func scanMPEG(_ file: SongFile, from start: Int) {
        var scanner = SongScanner(file)
        var scan = MPEGScan()
        var position = start
        while position < file.byteCount {
            let head = scanner.bytes(at: position, 64)
            if let frame = MPEGFrame(head), !scan.isSearching || frame.isAlike(MPEGFrame(scanner.bytes(at: position + frame.bytes, 4))),
                position + frame.bytes <= file.byteCount
            {
                let end = position + frame.bytes
                // A frame that nothing known follows may have lost its end.
                if end == file.byteCount || MPEGFrame(scanner.bytes(at: end, 4)) != nil || afterTag(at: end, of: file) != nil {
                    if scan.startsLink(frame) { close(&scan) }
                    scan.take(frame, at: position)
                    position = end
                    continue
                }
            }
            if let end = afterTag(at: position, of: file) {
                position = end
                continue
            }
            scan.isSearching = true
            // The end of a file that is cut off is no junk.
            guard let next = scanner.find([0xFF], from: position + 1, before: file.byteCount) else { break }
            position = next
        }
        close(&scan)
    }

    private mutating func close(_ scan: inout MPEGScan) {
        defer { scan = MPEGScan() }
        guard let frame = scan.first, scan.frames > 1 else { return }
        let seconds = Double(frame.samples) / frame.rate
        let missing = scan.announcedFrames.map { max(0, $0 - scan.frames + 1) }
        if let place = scan.junkAfterFrames, place < scan.frames, missing != 0 {
            gaps.append(
                Gap(seconds: Double(place) * seconds, missingSeconds: Double(missing ?? 0) * seconds, link: links.count))
        } else if let missing, missing > 1 {
            let place = Double(scan.frames) * seconds
            gaps.append(Gap(seconds: place, missingSeconds: Double(missing) * seconds, link: links.count, isEnd: true))
        }
        links.append(Link(ranges: scan.ranges))
    }

    /// The position after an ID3 or APE tag that starts at `position`; nil when none does.
    private func afterTag(at position: Int, of file: SongFile) -> Int? {
        let head = file.bytes(at: position, 32)[...]
        if head.starts(with: "TAG".utf8), position + 128 <= file.byteCount { return position + 128 }
        if head.starts(with: "APETAGEX".utf8), head.count == 32 { return position + 32 + head.little(12, 4) }
        let end = afterTags(at: position, of: file)
        return end > position ? end : nil
    }
}

/// What is known of the link that is being read.
private struct MPEGScan {
    var ranges: [Range<Int>] = []
    var first: MPEGFrame?
    var frames = 0
    var announcedFrames: Int?
    var junkAfterFrames: Int?
    /// After junk, only two frames in a row are believed.
    var isSearching = true {
        didSet { if isSearching, frames > 0, junkAfterFrames == nil { junkAfterFrames = frames } }
    }

    func startsLink(_ frame: MPEGFrame) -> Bool {
        guard let first else { return false }
        return frame.announcedFrames != nil || !frame.isAlike(first)
    }

    mutating func take(_ frame: MPEGFrame, at position: Int) {
        if first == nil {
            first = frame
            announcedFrames = frame.announcedFrames
        }
        frames += 1
        isSearching = false
        if let last = ranges.last, last.upperBound == position {
            ranges[ranges.count - 1] = last.lowerBound..<position + frame.bytes
        } else {
            ranges.append(position..<position + frame.bytes)
        }
    }
}

/// The head of an MPEG audio frame.
struct MPEGFrame {
    let bytes: Int
    let samples: Int
    let rate: Double
    /// Of a Xing or Info frame, which holds no sound: how many others there are.
    private(set) var announcedFrames: Int?
    private let isMono: Bool

    init?(_ head: ArraySlice<UInt8>) {
        let word = head.big(0, 4)
        guard head.count >= 4, word >> 21 == 0x7FF else { return nil }
        let version = word >> 19 & 3, layer = 4 - word >> 17 & 3
        let bitrateCode = word >> 12 & 15, rateCode = word >> 10 & 3
        guard version != 1, layer < 4, (1...14).contains(bitrateCode), rateCode < 3 else { return nil }
        let isFirst = version == 3
        rate = [44_100, 48_000, 32_000][rateCode] / (isFirst ? 1 : version == 2 ? 2 : 4)
        let table = isFirst ? layer - 1 : layer == 1 ? 3 : 4
        let bitrate = MPEGFrame.kilobits[table][bitrateCode - 1] * 1000
        let padding = word >> 9 & 1
        samples = layer == 1 ? 384 : layer == 3 && !isFirst ? 576 : 1152
        bytes = layer == 1 ? (12 * bitrate / Int(rate) + padding) * 4 : samples / 8 * bitrate / Int(rate) + padding
        isMono = word >> 6 & 3 == 3
        let side = isFirst ? (isMono ? 17 : 32) : (isMono ? 9 : 17)
        let mark = head.dropFirst(4 + side)
        if mark.starts(with: "Xing".utf8) || mark.starts(with: "Info".utf8) {
            announcedFrames = mark.big(4, 4) & 1 == 1 ? mark.big(8, 4) : nil
        }
    }

    /// Whether both can belong to one stream.
    func isAlike(_ other: MPEGFrame?) -> Bool {
        other.map { $0.rate == rate && $0.samples == samples && $0.isMono == isMono } ?? false
    }

    /// Of version 1, layers 1 to 3, then of the later versions, layer 1 and the others.
    private static let kilobits = [
        [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
        [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
        [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
        [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
        [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    ]
}
