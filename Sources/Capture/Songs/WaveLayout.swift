/// WAV: chunks whose sizes a crashed recorder never filled in, or that wrapped around at 4 GiB; and WAVs joined end to end.
extension SongLayout {
    mutating func scanWave(_ file: SongFile) {
        var position = 0
        while case let head = file.bytes(at: position, 12)[...], head.starts(with: "RIFF".utf8), head.count == 12,
            head.dropFirst(8).starts(with: "WAVE".utf8), let end = link(at: position, of: file)
        {
            position = end
        }
    }

    /// Adds the link that starts at `start`; its end, nil when no sound was found.
    private mutating func link(at start: Int, of file: SongFile) -> Int? {
        var position = start + 12
        var bytesPerSecond = 0
        while case let head = file.bytes(at: position, 28)[...], head.isChunk {
            let size = head.little(4, 4)
            if head.starts(with: "fmt ".utf8) { bytesPerSecond = head.little(16, 4) }
            guard head.starts(with: "data".utf8) else {
                position += 8 + size + size & 1
                continue
            }
            let data = position + 8
            let claimed = data + size
            var link = Link()
            var end = claimed
            let isUnfilled = size == 0 || size >= 0x7FFF_0000
            if isUnfilled || !isEnd(claimed, of: file) && !isEnd(claimed + size & 1, of: file) {
                let formEnd = start + 8 + file.bytes(at: start + 4, 4)[...].little(0, 4)
                // What was cut off may have another behind it.
                let next = nextWave(in: data..<(isUnfilled ? file.byteCount : min(claimed, file.byteCount)), of: file)
                // Never filled in; wrapped around at 4 GiB; or smaller than the form that holds it.
                let isOpen =
                    isUnfilled || file.byteCount - claimed >= 0xFFFF_0000
                    || next == nil && claimed + 8 < min(formEnd, file.byteCount)
                end = next ?? (isOpen ? file.byteCount : min(claimed, file.byteCount))
                if isOpen {
                    // How libsndfile recognises a file that was not closed: it reads to the end, however far that is.
                    link.patches = [
                        SongBytes.Patch(offset: 4, bytes: [8, 0, 0, 0]),
                        SongBytes.Patch(offset: position + 4 - start, bytes: [0, 0, 0, 0]),
                    ]
                } else if end < claimed {
                    let missing = Double(claimed - end) / Double(max(bytesPerSecond, 1))
                    let seconds = Double(end - data) / Double(max(bytesPerSecond, 1))
                    gaps.append(Gap(seconds: seconds, missingSeconds: missing, link: links.count, isEnd: true))
                }
            }
            // Chunks behind the sound belong to this link; the sound is padded to an even size, by those who know that.
            if end < file.byteCount, !file.bytes(at: end, 4).starts(with: "RIFF".utf8) { end += size & 1 }
            while case let next = file.bytes(at: end, 8)[...], next.isChunk, !next.starts(with: "RIFF".utf8) {
                end += 8 + next.little(4, 4) + next.little(4, 4) & 1
            }
            // What is no chunk belongs to nobody.
            if !file.bytes(at: end, 8)[...].isChunk { end = file.byteCount }
            link.ranges = [start..<end]
            links.append(link)
            return end
        }
        return nil
    }

    /// Where another WAV begins.
    private func nextWave(in range: Range<Int>, of file: SongFile) -> Int? {
        var scanner = SongScanner(file)
        var position = range.lowerBound
        while let found = scanner.find(Array("RIFF".utf8), from: position, before: range.upperBound) {
            // The format is the first chunk, or comes behind others: ours leave room for long files before it.
            let head = scanner.bytes(at: found, 20)
            if head.dropFirst(8).starts(with: "WAVE".utf8), head.dropFirst(12).isChunk { return found }
            position = found + 1
        }
        return nil
    }

    /// Whether the sound may end here: with the file, or where another chunk starts that fits.
    private func isEnd(_ position: Int, of file: SongFile) -> Bool {
        if position == file.byteCount { return true }
        let head = file.bytes(at: position, 8)[...]
        // What is left after the last chunk is padding.
        if head.count < 8 { return head.count > 0 && position < file.byteCount }
        return head.isChunk && head.little(4, 4) <= file.byteCount - position + 8
    }
}

extension ArraySlice<UInt8> {
    /// Whether a chunk may start here: its name is letters, spaces or the like.
    fileprivate var isChunk: Bool { count >= 8 && prefix(4).allSatisfy { (0x20...0x7E).contains($0) } }
}
