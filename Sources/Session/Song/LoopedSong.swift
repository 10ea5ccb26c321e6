import Capture
import Glibc

/// A song over and over. Where the end does not meet the beginning, both fade for a few milliseconds, so that the seam does not
/// click; a loop that was cut to meet, and the beginning of the first pass, stay as they are, sample for sample.
struct LoopedSong: ~Copyable {
    /// How long each side fades.
    private static let fadeSeconds = 0.006
    /// Second differences that differ by no more are rounding of 16 bits.
    private static let rounding: Float = 4 / 32_768

    private let song: any SongSource
    private let channels: Int
    private let span: Int
    private let capacity: Int
    /// Frames read but not given away: the last `span` wait until it is known whether they end the song.
    private let held: UnsafeMutablePointer<Float>
    private var heldFrames = 0
    private var givableFrames = 0
    /// The first `span` frames as they are in the file.
    private let opening: UnsafeMutablePointer<Float>
    private var passFrames = 0
    private var hasEnded = false
    private var isUnlike = false
    /// The song's length, known at its first end.
    private(set) var songFrames: Int?

    init(_ song: any SongSource) {
        self.song = song
        channels = song.channels
        span = max(4, Int(LoopedSong.fadeSeconds * song.sampleRate))
        capacity = span + SongBlock.capacityFrames
        held = .allocate(capacity: capacity * channels)
        opening = .allocate(capacity: span * channels)
    }

    deinit {
        held.deallocate()
        opening.deallocate()
    }

    /// Up to `frames` frames, at least one; none only from a song that has none.
    mutating func read(into target: UnsafeMutablePointer<Float>, frames: Int) throws(LeitmotifError) -> Int {
        while givableFrames == 0 {
            if hasEnded {
                try song.rewind()
                hasEnded = false
                passFrames = 0
            }
            let got = try song.read(into: held + heldFrames * channels, frames: capacity - heldFrames)
            if got > 0 {
                take(got)
            } else {
                guard passFrames > 0 else { return 0 }
                end()
            }
        }
        let count = min(frames, givableFrames)
        target.update(from: held, count: count * channels)
        heldFrames -= count
        givableFrames -= count
        memmove(held, held + count * channels, heldFrames * channels * MemoryLayout<Float>.size)
        return count
    }

    private mutating func take(_ frames: Int) {
        for frame in 0..<max(0, min(frames, span - passFrames)) {
            let gain = isUnlike ? fade(passFrames + frame) : 1
            for channel in 0..<channels {
                let place = (heldFrames + frame) * channels + channel
                opening[(passFrames + frame) * channels + channel] = held[place]
                if isUnlike { held[place] *= gain }
            }
        }
        passFrames += frames
        heldFrames += frames
        givableFrames = max(0, heldFrames - span)
    }

    private mutating func end() {
        songFrames = passFrames
        hasEnded = true
        givableFrames = heldFrames
        isUnlike = passFrames >= 2 * span && (0..<channels).contains { isRough($0) }
        guard isUnlike else { return }
        for frame in 0..<span {
            for channel in 0..<channels { held[(heldFrames - 1 - frame) * channels + channel] *= fade(frame) }
        }
    }

    private func fade(_ frame: Int) -> Float { 0.5 - 0.5 * cosf(.pi * (Float(frame) + 0.5) / Float(span)) }

    /// Whether the sound bends more at the seam than close to it on either side.
    private func isRough(_ channel: Int) -> Bool {
        func around(_ frame: Int) -> Float {
            frame < 0 ? held[(heldFrames + frame) * channels + channel] : opening[frame * channels + channel]
        }
        func bend(_ frame: Int) -> Float { (around(frame - 1) - 2 * around(frame) + around(frame + 1)).magnitude }
        let seam = max(bend(-1), bend(0))
        var usual: Float = 0
        for frame in 1..<span - 1 { usual = max(usual, bend(frame), bend(-1 - frame)) }
        return seam > usual + LoopedSong.rounding
    }

    /// Reads wait for as long as it takes, until `isOver`.
    func wait(until isOver: @escaping () -> Bool) { song.patience = .endless(until: isOver) }
}
