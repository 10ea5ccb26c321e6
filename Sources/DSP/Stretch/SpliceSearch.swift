/// Finds the best splice point by normalised cross-correlation, first on a copy at about 11 kHz, then sample by sample around the
/// best lag. Both channels count and are spliced at the same point.
struct SpliceSearch: ~Copyable {
    struct Match {
        var frame: Int
        /// −1…1.
        var likeness: Float
    }

    /// Decimation of the coarse copy, a power of two.
    let factor: Int
    private(set) var coarse: AudioRing
    private let scores: UnsafeMutablePointer<Float>
    private let energies: UnsafeMutablePointer<Float>
    private let maximumLags: Int
    private let fine: UnsafeMutablePointer<Float>
    private let chunkLeft: UnsafeMutablePointer<Float>
    private let chunkRight: UnsafeMutablePointer<Float>

    /// - Parameters:
    ///   - ringFrames: capacity of the source ring that is searched.
    ///   - maximumFrames: widest range of candidates.
    init(rate: Double, ringFrames: Int, maximumFrames: Int) {
        var power = 1
        while Double(power) * 16_000 < rate { power *= 2 }
        factor = power
        maximumLags = (maximumFrames / factor + 64) / 64 * 64 + 64
        coarse = AudioRing(minimumFrames: ringFrames / factor + 1, windowFrames: 2 * maximumLags + 128)
        scores = .zeroed(maximumLags)
        energies = .zeroed(maximumLags)
        fine = .zeroed(48)
        chunkLeft = .zeroed(16 * factor)
        chunkRight = .zeroed(16 * factor)
    }

    /// Source frames by which the coarse copy may lag behind.
    var lagFrames: Int { 16 * factor }

    deinit {
        scores.deallocate()
        energies.deallocate()
        fine.deallocate()
        chunkLeft.deallocate()
        chunkRight.deallocate()
    }

    /// Extends the coarse copy to what `source` holds, sixteen of its frames at a time.
    @_noLocks
    mutating func follow(_ source: borrowing AudioRing) {
        while (coarse.written + 16) * factor <= source.written {
            averages(source.left(at: coarse.written * factor), into: chunkLeft)
            averages(source.right(at: coarse.written * factor), into: chunkRight)
            coarse.write(left: chunkLeft, right: chunkRight, frames: 16)
        }
    }

    /// Sixteen means of `factor` neighbours each.
    @_noLocks @inline(__always)
    private func averages(_ signal: UnsafePointer<Float>, into means: UnsafeMutablePointer<Float>) {
        let scale = Lanes(repeating: 1 / Float(factor))
        var vectors = factor
        for vector in 0..<vectors { (means + 16 * vector).store((signal + 16 * vector).lanes * scale) }
        while vectors > 1 {
            vectors /= 2
            for vector in 0..<vectors {
                let pair = means + 32 * vector
                (means + 16 * vector).store(Lanes.pairSums(pair.lanes, (pair + 16).lanes))
            }
        }
    }

    /// The frame in `lowest…highest` from which `source` correlates best with itself from `template` on, over `window` frames.
    /// A candidate at the end of the range must correlate a tenth better than one in the middle.
    @_noLocks
    mutating func best(
        in source: borrowing AudioRing, like template: Int, window: Int, from lowest: Int, to highest: Int
    ) -> Match {
        let coarseTemplate = template / factor
        let first = lowest / factor
        let count = max(8, window / factor)
        let lags = max(1, min(maximumLags - 64, (highest - lowest) / factor))
        // Every second product locates the best candidate as well, at half the cost.
        var block = 0
        while block < lags {
            CorrelationKernels.sixtyFourLags(
                coarse.left(at: coarseTemplate), coarse.right(at: coarseTemplate), coarse.left(at: first + block),
                coarse.right(at: first + block), count: count, every: 2, into: scores + block)
            block += 64
        }
        CorrelationKernels.energies(
            coarse.left(at: first), coarse.right(at: first), count: count, lags: (lags + 15) / 16 * 16, into: energies)
        let middle = Float(first * factor - (lowest + highest) / 2)
        let lag = bestLag(lags, middle: middle, spread: Float(max(1, highest - lowest)) / 2)
        let centre = (first + lag) * factor + (template - coarseTemplate * factor)
        return refined(source, template, window, max(lowest, min(highest, centre)))
    }

    /// The lag of the highest weighted correlation. Signed squares are compared, which needs no root.
    @_noLocks
    private func bestLag(_ lags: Int, middle: Float, spread: Float) -> Int {
        let steps = Lanes(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
        let one = Lanes(repeating: 1)
        var bestScore = Lanes(repeating: -Float.infinity)
        var bestLag = Lanes()
        var lag = 0
        while lag < lags {
            let place = steps + Lanes(repeating: Float(lag))
            let away = (place * Lanes(repeating: Float(factor)) + Lanes(repeating: middle)) * Lanes(repeating: 1 / spread)
            let cut = away * away * Lanes(repeating: 0.1)
            let score = (scores + lag).lanes
            let weighted = score * (one - cut).replacing(with: one + cut, where: score .< Lanes())
            let square = weighted * weighted.magnitudes / ((energies + lag).lanes + Lanes(repeating: 1e-9))
            let isBetter = (square .> bestScore) .& (place .< Lanes(repeating: Float(lags)))
            bestScore = bestScore.replacing(with: square, where: isBetter)
            bestLag = bestLag.replacing(with: place, where: isBetter)
            lag += 16
        }
        var best = 0
        for lane in 1..<16 {
            let isEarlier = bestScore[lane] == bestScore[best] && bestLag[lane] < bestLag[best]
            if bestScore[lane] > bestScore[best] || isEarlier { best = lane }
        }
        return Int(bestLag[best])
    }

    /// Sixteen frames around `centre`, at full rate.
    @_noLocks
    private func refined(_ source: borrowing AudioRing, _ template: Int, _ window: Int, _ centre: Int) -> Match {
        let left = source.left(at: template)
        let right = source.right(at: template)
        let start = centre - 8
        CorrelationKernels.sixteenLags(
            left, right, source.left(at: start), source.right(at: start), count: window, into: fine, energy: fine + 16)
        CorrelationKernels.energies(left, right, count: window, lags: 1, into: fine + 32)
        let own = fine[32] + 1e-9
        var match = Match(frame: centre, likeness: -1)
        for lag in 0..<16 {
            let likeness = fine[lag] / ((fine[16 + lag] + 1e-9) * own).root
            if likeness > match.likeness { match = Match(frame: start + lag, likeness: likeness) }
        }
        return match
    }

    /// The frame in `lowest…highest` from which `source` goes on most like `window` frames of another sound; the middle is preferred
    /// by a little.
    @_noLocks
    mutating func best(
        in source: borrowing AudioRing, like left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, window: Int,
        from lowest: Int, to highest: Int
    ) -> Match {
        CorrelationKernels.energies(left, right, count: window, lags: 1, into: fine + 32)
        let own = fine[32] + 1e-9
        let middle = (lowest + highest) / 2
        let spread = Float(max(1, highest - lowest)) / 2
        var match = Match(frame: middle, likeness: 0)
        var best = -Float.infinity
        for start in stride(from: lowest, through: highest, by: 16) {
            CorrelationKernels.sixteenLags(
                left, right, source.left(at: start), source.right(at: start), count: window, into: fine, energy: fine + 16)
            for lag in 0..<16 where start + lag <= highest {
                let likeness = fine[lag] / ((fine[16 + lag] + 1e-9) * own).root
                let away = Float(start + lag - middle) / spread
                let score = likeness - 0.02 * away * away
                if score > best {
                    best = score
                    match = Match(frame: start + lag, likeness: likeness)
                }
            }
        }
        return match
    }

    @_noLocks
    mutating func reset() { coarse.reset() }
}
