import Capture
import Glibc
import Session
import Synchronization

/// The outline of a song for a display: its peaks in equal pieces, measured on a thread of its own while the song plays.
public final class SongOutline: Sendable {
    /// What was found.
    struct Result: Equatable, Sendable {
        /// 0 … 1, at most `mostColumns`.
        var peaks: [Float]
        var seconds: Double
    }

    static let mostColumns = 1200
    /// Frames of the finest pieces, joined as the song gets longer.
    private static let pieceFrames = 512

    private let found = Mutex<Result?>(nil)
    private let stop = StopFlag()
    private let worker = Mutex<Worker?>(nil)

    /// - Parameter open: opens the song once more. Without a thread, or for a song that cannot be read, there is no outline.
    public init(_ open: @escaping @Sendable () throws(LeitmotifError) -> any SongSource) {
        let started = try? Worker("outline") { [weak self] in
            guard let self else { return }
            // Music, camera and page come first.
            setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 15)
            guard let song = try? open() else { return }
            song.patience = .endless { [stop] in stop.isSet }
            let result = try? SongOutline.measure(song) { [stop] in stop.isSet }
            found.withLock { $0 = result ?? nil }
        }
        worker.withLock { $0 = started }
    }

    /// Ends the measuring; the worker does so within one read.
    public func end() {
        stop.set()
        worker.withLock { $0 }?.join(within: 1)
    }

    /// Nil until it is known.
    var result: Result? { found.withLock { $0 } }

    /// Nil when stopped, and for an empty song.
    static func measure(_ song: any SongSource, until isOver: () -> Bool) throws(LeitmotifError) -> Result? {
        var buffer = [Float](repeating: 0, count: pieceFrames * song.channels)
        var peaks: [Float] = []
        /// Pieces of the finest kind in each peak.
        var width = 1
        var (filled, frames) = (0, 0)
        while !isOver() {
            let count: Int
            do {
                count = try buffer.withUnsafeMutableBufferPointer { pointer throws(LeitmotifError) in
                    try song.read(into: pointer.baseAddress!, frames: pieceFrames)
                }
            }
            guard count > 0 else {
                guard frames > 0 else { return nil }
                return Result(peaks: reduced(peaks), seconds: Double(frames) / song.sampleRate)
            }
            frames += count
            let peak = buffer[..<(count * song.channels)].reduce(0) { max($0, abs($1)) }
            if filled == 0 { peaks.append(peak) } else { peaks[peaks.count - 1] = max(peaks[peaks.count - 1], peak) }
            filled = (filled + 1) % width
            // Four times as many as are shown at most, whatever the song's length.
            if filled == 0, peaks.count == 4 * mostColumns {
                peaks = stride(from: 0, to: peaks.count, by: 2).map { max(peaks[$0], peaks[$0 + 1]) }
                width *= 2
            }
        }
        return nil
    }

    /// To `mostColumns` at most, equal up to one piece.
    private static func reduced(_ peaks: [Float]) -> [Float] {
        guard peaks.count > mostColumns else { return peaks }
        return (0..<mostColumns).map { column in
            let (first, end) = (column * peaks.count / mostColumns, (column + 1) * peaks.count / mostColumns)
            return min(peaks[first..<end].max() ?? 0, 1)
        }
    }
}
