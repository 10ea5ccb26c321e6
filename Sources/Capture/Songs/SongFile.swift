import Glibc

/// A song's file, open for reading at any place; several decoders may share it.
final class SongFile {
    let path: String
    let byteCount: Int
    private let file: OwnedDescriptor

    init(_ path: String) throws(LeitmotifError) {
        self.path = path
        let file = try ReadableFile(path, for: "open song")
        byteCount = file.byteCount
        self.file = OwnedDescriptor(file.release())
    }

    /// Up to `count` bytes from `offset` on; how many there were.
    func read(at offset: Int, _ count: Int, into target: UnsafeMutableRawPointer) -> Int {
        var done = 0
        while done < count {
            let got = pread(file.descriptor, target + done, count - done, off_t(offset + done))
            if got < 0 && errno == EINTR { continue }
            guard got > 0 else { break }
            done += got
        }
        return done
    }

    /// Up to `count` bytes from `offset` on.
    func bytes(at offset: Int, _ count: Int) -> [UInt8] {
        guard offset >= 0, offset < byteCount, count > 0 else { return [] }
        return [UInt8](unsafeUninitializedCapacity: min(count, byteCount - offset)) { room, got in
            got = read(at: offset, room.count, into: room.baseAddress!)
        }
    }
}

/// Stretches of a file, read as if they were one file: what a decoder gets to see.
final class SongBytes {
    /// Bytes that replace those of the file, at their place among the stretches.
    struct Patch {
        let offset: Int
        let bytes: [UInt8]
    }

    let file: SongFile
    let count: Int
    private(set) var position = 0
    private let ranges: [Range<Int>]
    /// Where each range starts among the bytes.
    private let starts: [Int]
    private let patches: [Patch]
    private var current = 0

    init(_ file: SongFile, _ ranges: [Range<Int>], patches: [Patch] = []) {
        self.file = file
        self.ranges = ranges
        self.patches = patches
        var starts: [Int] = []
        var count = 0
        for range in ranges {
            starts.append(count)
            count += range.count
        }
        self.starts = starts
        self.count = count
    }

    /// Up to `wanted` bytes from the position on.
    func read(_ wanted: Int, into target: UnsafeMutableRawPointer) -> Int {
        let begin = position
        var done = 0
        while done < wanted, position < count {
            if !(starts[current]..<starts[current] + ranges[current].count).contains(position) { findRange() }
            let inside = position - starts[current]
            let step = min(wanted - done, ranges[current].count - inside)
            let got = file.read(at: ranges[current].lowerBound + inside, step, into: target + done)
            done += got
            position += got
            if got < step { break }
        }
        for patch in patches {
            for (index, byte) in patch.bytes.enumerated() where (begin..<begin + done).contains(patch.offset + index) {
                target.storeBytes(of: byte, toByteOffset: patch.offset + index - begin, as: UInt8.self)
            }
        }
        return done
    }

    /// As lseek(2); the new position, −1 for an impossible one.
    func seek(_ offset: Int, _ whence: Int32) -> Int {
        let base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? position : count
        let (sum, overflow) = base.addingReportingOverflow(offset)
        guard !overflow, sum >= 0 else { return -1 }
        position = sum
        return position
    }

    /// The last range that starts at or before the position.
    private func findRange() {
        var low = 0
        var high = ranges.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if starts[middle] <= position { low = middle } else { high = middle - 1 }
        }
        current = low
    }
}
