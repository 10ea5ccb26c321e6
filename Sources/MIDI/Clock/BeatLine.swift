import Session

/// The beats of a song, counted on through every pass of its loop and through stretches without a beat.
struct BeatLine: Sendable {
    private let beats: [Double]
    /// Beats from the first one to each.
    private let counts: [Int]
    private let loopSeconds: Double
    let beatsPerPass: Int
    /// Of the first bar.
    let firstBar: Double
    /// Added to every count, so that the first bar begins at a multiple of its beats.
    private let offset: Int

    /// Nil for fewer than two beats, and where they do not lie in ascending order within the loop.
    /// - Parameter loopSeconds: the length of a pass; nil while it is unknown.
    init?(_ song: SongBeats, loopSeconds: Double?) {
        guard let first = song.beats.first, let last = song.beats.last, last > first else { return nil }
        let mean = song.beatsPerMinute > 0 ? 60 / song.beatsPerMinute : (last - first) / Double(song.beats.count - 1)
        beats = song.beats
        self.loopSeconds = loopSeconds ?? last + mean - first
        guard first >= 0, last < self.loopSeconds + first else { return nil }
        var counts = [0]
        for (previous, next) in zip(beats, beats.dropFirst()) {
            guard next > previous else { return nil }
            counts.append(counts[counts.count - 1] + BeatLine.whole((next - previous) / mean))
        }
        self.counts = counts
        beatsPerPass = counts[counts.count - 1] + BeatLine.whole((self.loopSeconds - last + first) / mean)
        let bar = song.bars.first.flatMap { bar in song.beats.firstIndex { $0 >= bar - 0.001 } }.map { counts[$0] } ?? 0
        let perBar = max(song.beatsPerBar, 1)
        offset = (perBar - bar % perBar) % perBar
        firstBar = Double(bar + offset)
    }

    /// A gap of several beats counts as so many.
    private static func whole(_ beats: Double) -> Int { max(Int(min(beats, 1e6).rounded()), 1) }

    /// Where a beat is, in seconds of the song through every pass.
    func seconds(ofBeat beat: Double) -> Double {
        let count = beat - Double(offset)
        let pass = (count / Double(beatsPerPass)).rounded(.down)
        // A beat a rounding before the next pass begins that pass.
        let inside = max(count - pass * Double(beatsPerPass), 0)
        let low = (counts.firstIndex { Double($0) > inside } ?? counts.count) - 1
        let isLast = low + 1 == beats.count
        let (end, next) = isLast ? (loopSeconds + beats[0], beatsPerPass) : (beats[low + 1], counts[low + 1])
        return pass * loopSeconds + beats[low] + (inside - Double(counts[low])) / Double(next - counts[low]) * (end - beats[low])
    }

    /// The same within one pass.
    func place(ofBeat beat: Double) -> Double {
        let seconds = seconds(ofBeat: beat)
        return seconds - (seconds / loopSeconds).rounded(.down) * loopSeconds
    }

    /// Beats a second of the song over a bar or so around a place: what single beats lack in evenness is not followed.
    func meanBeats(around seconds: Double) -> Double {
        let (here, perSecond) = beat(at: seconds)
        let (begin, end) = (self.seconds(ofBeat: here - 2), self.seconds(ofBeat: here + 2))
        return end > begin ? 4 / (end - begin) : perSecond
    }

    /// The beat at a second of the song, counted through every pass, and beats a second of the song there.
    func beat(at seconds: Double) -> (count: Double, perSecond: Double) {
        let pass = ((seconds - beats[0]) / loopSeconds).rounded(.down)
        let inside = seconds - pass * loopSeconds
        var low = 0
        var high = beats.count
        while low + 1 < high {
            let middle = (low + high) / 2
            if beats[middle] <= inside { low = middle } else { high = middle }
        }
        let isLast = low + 1 == beats.count
        let end = isLast ? loopSeconds + beats[0] : beats[low + 1]
        let distance = (isLast ? beatsPerPass : counts[low + 1]) - counts[low]
        let perSecond = Double(distance) / (end - beats[low])
        return (pass * Double(beatsPerPass) + Double(counts[low] + offset) + (inside - beats[low]) * perSecond, perSecond)
    }
}
