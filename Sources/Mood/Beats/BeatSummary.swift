/// From the beats of a piece to what is known of it: regions, bars, tempo, confidence.
struct BeatSummary {
    /// Fewer beats in a row are none.
    private static let leastBeats = 6
    /// Below this confidence there is no beat.
    static let leastConfidence: Float = 0.2

    private let beats: [HeardBeat]
    private let stepsPerSecond: Double
    private let stepFrames: Double
    private let sourceFrames: Double

    init(_ beats: [HeardBeat], stepsPerSecond: Double, stepFrames: Double, sourceFrames: Double) {
        self.beats = beats
        self.stepsPerSecond = stepsPerSecond
        self.stepFrames = stepFrames
        self.sourceFrames = sourceFrames
    }

    func finding(alternative: Double?) -> BeatFinding {
        var found = FoundBeats(beatFrames: [], barFrames: [], beatsPerMinute: 0, beatsPerBar: 4)
        var intervals: [Double] = []
        var lengths = [Int](repeating: 0, count: 16)
        var sure = 0.0, count = 0.0, unsure: Float = 0
        for row in rows() {
            let confidence = BeatEvidence(row).confidence
            guard row.count >= BeatSummary.leastBeats, confidence >= BeatSummary.leastConfidence else {
                unsure = max(unsure, row.count >= BeatSummary.leastBeats ? confidence : 0)
                continue
            }
            let bars = BarPath(row.map { $0.barChance })
            let frames = SteadyBeats.placed(row.map { $0.step }).map { max(0, $0 * stepFrames) }
            var own: [Double] = []
            for index in row.indices where frames[index] < sourceFrames && frames[index] > found.beatFrames.last ?? -1 {
                found.beatFrames.append(frames[index])
                if bars.places[index] == 0 { found.barFrames.append(frames[index]) }
                lengths[bars.lengths[index]] += 1
                own.append(frames[index])
            }
            guard own.count > 1 else { continue }
            let distances = (1..<own.count).map { own[$0] - own[$0 - 1] }
            intervals += distances
            let region = BeatRegion(
                startFrame: own[0], endFrame: min(own[own.count - 1] + distances[distances.count - 1], sourceFrames),
                confidence: confidence, beatsPerMinute: 60 * stepsPerSecond * stepFrames / BeatSummary.typical(distances),
                beatsPerBar: BeatSummary.commonest(bars.lengths))
            // Another pace may begin before the next beat of the last one is due.
            if let before = found.regions.last, before.endFrame > own[0] { found.regions[found.regions.count - 1].endFrame = own[0] }
            found.regions.append(region)
            sure += Double(confidence * Float(own.count))
            count += Double(own.count)
        }
        guard !found.regions.isEmpty else { return BeatFinding(beats: nil, confidence: unsure) }
        if found.barFrames.isEmpty { found.barFrames = [found.beatFrames[0]] }
        found.beatsPerMinute = 60 * stepsPerSecond * stepFrames / BeatSummary.typical(intervals)
        found.beatsPerBar = lengths.indices.reduce(4) { lengths[$1] > lengths[$0] ? $1 : $0 }
        found.alternativeBeatsPerMinute = alternative
        return BeatFinding(beats: found, confidence: Float(sure / count))
    }

    /// The beats that follow one another.
    private func rows() -> [[HeardBeat]] {
        var rows: [[HeardBeat]] = []
        for beat in beats {
            if beat.isFirst || rows.isEmpty { rows.append([]) }
            rows[rows.count - 1].append(beat)
        }
        return rows
    }

    /// The mean of the intervals near their median: finer than the median, and free of what does not fit.
    private static func typical(_ intervals: [Double]) -> Double {
        let median = intervals.sorted()[intervals.count / 2]
        let near = intervals.filter { abs($0 / median - 1) < 0.1 }
        return near.reduce(0, +) / Double(near.count)
    }

    private static func commonest(_ lengths: [Int]) -> Int {
        var counts = [Int](repeating: 0, count: 16)
        for length in lengths { counts[length] += 1 }
        return counts.indices.reduce(4) { counts[$1] > counts[$0] ? $1 : $0 }
    }
}
