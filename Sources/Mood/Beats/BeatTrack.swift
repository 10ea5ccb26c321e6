import CMath

/// The best sequence of beats for one period: the path through the onsets that hits strong ones at a steady pace (Ellis 2007, "Beat
/// tracking by dynamic programming").
struct BeatTrack {
    /// Positions in steps of the strengths, ascending.
    private(set) var beats: [Double]
    /// Mean distance between beats, in steps.
    private(set) var period: Double
    /// Whether the beats are on a straight line: a machine or a steady player.
    private(set) var isSteady = false

    /// The penalty for a change of pace: a beat 10 % early costs about one average onset.
    private static let stiffness: Float = 100
    /// A beat within this many steps (23 ms) of the line counts as on it.
    private static let tolerance = 4.0

    init(_ strengths: BeatStrengths, period: Double) {
        beats = BeatTrack.path(strengths.all, period: period)
        self.period = period
        if beats.count > 1 { self.period = (beats[beats.count - 1] - beats[0]) / Double(beats.count - 1) }
        fitLine(strengths)
    }

    private static func path(_ x: [Float], period: Double) -> [Double] {
        let count = x.count
        let nearest = max(1, Int(period * 0.6)), farthest = Int(period * 1.6) + 1
        guard count > farthest else { return [] }
        let penalties = (nearest...farthest).map { step -> Float in
            let stretch = Float(math_log(Double(step) / period))
            return BeatTrack.stiffness * stretch * stretch
        }
        var scores = [Float](repeating: 0, count: count)
        var before = [Int](repeating: -1, count: count)
        for index in 0..<count {
            var best: Float = 0
            var from = -1
            var step = nearest
            while step <= min(farthest, index) {
                let score = scores[index - step] - penalties[step - nearest]
                if score > best {
                    best = score
                    from = index - step
                }
                step += 1
            }
            scores[index] = x[index] + best
            before[index] = from
        }
        // The path ends at the best score within the last period.
        var last = count - 1
        for index in max(0, count - Int(period))..<count where scores[index] > scores[last] { last = index }
        var beats: [Double] = []
        while last >= 0 {
            beats.append(interpolatedPeak(x, near: last))
            last = before[last]
        }
        return beats.reversed()
    }

    /// The peak near a step, by parabolic interpolation.
    private static func interpolatedPeak(_ x: [Float], near index: Int) -> Double {
        guard index > 0, index + 1 < x.count else { return Double(index) }
        let (a, b, c) = (x[index - 1], x[index], x[index + 1])
        let bend = a - 2 * b + c
        guard bend < -1e-6, b >= a, b >= c else { return Double(index) }
        return Double(index) + Double(0.5 * (a - c) / bend)
    }

    /// Fits the straight line that meets most of the beats. If it hits onsets about as strong as the free path does, it replaces the
    /// path: it is finer than a step, and is not misled by syncopation.
    private mutating func fitLine(_ strengths: BeatStrengths) {
        let count = beats.count
        guard count >= 4 else { return }
        var best: (line: BeatLine, hits: Int)?
        let stride = max(1, count / 14)
        for first in Swift.stride(from: 0, to: count - 1, by: stride) {
            for second in Swift.stride(from: first + stride, to: count, by: stride) {
                let distance = beats[second] - beats[first]
                let periods = (distance / period).rounded()
                guard periods >= 1, abs(distance / periods / period - 1) < 0.02 else { continue }
                let line = BeatLine(start: beats[first], slope: distance / periods)
                let hits = beats.filter { line.isNear($0, BeatTrack.tolerance) }.count
                if hits > (best?.hits ?? 0) { best = (line, hits) }
            }
        }
        guard var line = best?.line else { return }
        for _ in 0..<3 { line = line.fitted(to: beats.filter { line.isNear($0, BeatTrack.tolerance) }) }
        let row = line.positions(below: Double(strengths.count))
        let inside = row.filter { $0 > beats[0] - line.slope / 2 && $0 < beats[count - 1] + line.slope / 2 }
        func mean(_ positions: [Double]) -> Float {
            positions.reduce(0) { $0 + strengths.peak(strengths.all, at: $1) } / Float(max(1, positions.count))
        }
        guard mean(inside) > 0.7 * mean(beats) else { return }
        isSteady = true
        period = line.slope
        beats = row
    }

    /// Music usually begins on a beat: where the phase half a beat or a third later is hit nearly as well (bass and open hi-hat on the
    /// off-beat, shuffles), the phase of the first onset is chosen.
    mutating func alignPhase(_ strengths: BeatStrengths) {
        guard isSteady, let first = beats.first else { return }
        func mean(_ shift: Double) -> Float {
            beats.reduce(0) { $0 + strengths.peak(strengths.all, at: $1 + shift * period) } / Float(beats.count)
        }
        let usual = mean(0)
        guard let onset = strengths.all.firstIndex(where: { $0 > 0.5 * usual }) else { return }
        for shift in [0.5, 1.0 / 3, 2.0 / 3] where mean(shift) > 0.7 * usual {
            let start = first + shift * period
            let periods = (Double(onset) - start) / period
            guard abs(periods - periods.rounded()) * period < 1.5 * BeatTrack.tolerance else { continue }
            beats = BeatLine(start: start, slope: period).positions(below: Double(strengths.count))
            return
        }
    }

    /// The beats, continued at both ends to fill 0 ..< `end` steps.
    func extended(to end: Double) -> [Double] {
        guard !isSteady, beats.count > 4 else { return beats }
        var result = beats
        let head = (beats[4] - beats[0]) / 4, tail = (beats[beats.count - 1] - beats[beats.count - 5]) / 4
        while result[0] - head >= 0 { result.insert(result[0] - head, at: 0) }
        while result[result.count - 1] + tail < end { result.append(result[result.count - 1] + tail) }
        return result
    }
}

/// Equidistant beats: start + slope · index.
private struct BeatLine {
    var start: Double
    var slope: Double

    func isNear(_ position: Double, _ tolerance: Double) -> Bool {
        let index = ((position - start) / slope).rounded()
        return abs(start + slope * index - position) < tolerance
    }

    /// The least-squares line through `points`, each at its nearest index.
    func fitted(to points: [Double]) -> BeatLine {
        guard points.count >= 3 else { return self }
        var x = 0.0, y = 0.0
        for point in points {
            x += ((point - start) / slope).rounded()
            y += point
        }
        x /= Double(points.count)
        y /= Double(points.count)
        var top = 0.0, bottom = 0.0
        for point in points {
            let index = ((point - start) / slope).rounded() - x
            top += index * (point - y)
            bottom += index * index
        }
        guard bottom > 0, top > 0 else { return self }
        return BeatLine(start: y - top / bottom * x, slope: top / bottom)
    }

    func positions(below end: Double) -> [Double] {
        var result: [Double] = []
        // Just before the beginning counts as the beginning.
        var position = start - ((start + 0.5) / slope).rounded(.down) * slope
        while position < end {
            result.append(max(0, position))
            position += slope
        }
        return result
    }
}
