/// A part of a piece with one tempo.
public struct TempoSegment: Equatable, Sendable {
    /// Its first beat, in source frames.
    public var startFrame: Double
    /// The first beat of what follows, or where the beat after its last one would be.
    public var endFrame: Double
    /// Its mean tempo.
    public var beatsPerMinute: Double
}

extension FoundBeats {
    /// A tempo is another one from this ratio on,
    private static var tempoChange: Double { 1.05 }
    /// and when as many beats in a row have it.
    private static var leastBeats: Int { 8 }

    /// The piece's tempi in turn, each for eight beats at least; shorter turns belong to what is before them.
    /// - Parameter rate: source frames a second.
    public func tempi(rate: Double) -> [TempoSegment] {
        var segments: [TempoSegment] = []
        for row in rows() where row.count > 1 {
            let distances = (1..<row.count).map { row[$0] - row[$0 - 1] }
            var first = 0
            var index = 0
            while index + FoundBeats.leastBeats <= distances.count {
                let ahead = FoundBeats.median(distances[index..<index + FoundBeats.leastBeats])
                let here = FoundBeats.median(distances[max(first, index - 2 * FoundBeats.leastBeats)..<max(index, first + 1)])
                let isOther = max(ahead / here, here / ahead) >= FoundBeats.tempoChange
                // The change itself: the first beat that is nearer to what comes.
                if isOther, index >= first + FoundBeats.leastBeats, abs(distances[index] - ahead) < abs(distances[index] - here) {
                    segments.append(FoundBeats.segment(row[first...index], to: row[index], rate))
                    first = index
                }
                index += 1
            }
            segments.append(FoundBeats.segment(row[first...], to: row[row.count - 1] + distances[distances.count - 1], rate))
        }
        return segments
    }

    private static func segment(_ beats: ArraySlice<Double>, to end: Double, _ rate: Double) -> TempoSegment {
        let first = beats[beats.startIndex], last = beats[beats.endIndex - 1]
        return TempoSegment(startFrame: first, endFrame: end, beatsPerMinute: 60 * rate * Double(beats.count - 1) / (last - first))
    }

    private static func median(_ distances: ArraySlice<Double>) -> Double { distances.sorted()[distances.count / 2] }

    /// The beats of each region.
    private func rows() -> [[Double]] {
        guard !regions.isEmpty else { return [beatFrames] }
        return regions.map { region in beatFrames.filter { $0 >= region.startFrame && $0 < region.endFrame } }
    }
}
