/// Finds where a stretch of sound goes on most like another place of it: normalised cross-correlation, first on a copy
/// at about 11 kHz, then sample by sample around the best place. Both channels count; both get the same answer.
struct SpliceSearch: ~Copyable {
    struct Match {
        var frame: Int
        /// −1…1.
        var likeness: Float
    }

    private let factor: Int
    private var coarse: AudioRing
    private let scores: UnsafeMutablePointer<Float>
    private let maximumLags: Int
    private let fine: UnsafeMutablePointer<Float>
    private let chunkLeft: UnsafeMutablePointer<Float>
    private let chunkRight: UnsafeMutablePointer<Float>

    /// - Parameters:
    ///   - ringFrames: capacity of the source ring that is searched.
    ///   - maximumFrames: widest range of candidates.
    init(rate: Double, ringFrames: Int, maximumFrames: Int) {
        factor = max(1, Int(rate / 11_025 + 0.5))
        coarse = AudioRing(minimumFrames: ringFrames / factor + 1)
        maximumLags = (maximumFrames / factor + 64) / 64 * 64 + 64
        scores = .zeroed(maximumLags)
        fine = .zeroed(32)
        chunkLeft = .zeroed(64)
        chunkRight = .zeroed(64)
    }

    deinit {
        scores.deallocate()
        fine.deallocate()
        chunkLeft.deallocate()
        chunkRight.deallocate()
    }

    /// Brings the coarse copy up to what `source` holds.
    @_noLocks
    mutating func follow(_ source: borrowing AudioRing) {
        let scale = 1 / Float(factor)
        while (coarse.written + 1) * factor <= source.written {
            let ready = min(64, source.written / factor - coarse.written)
            let left = source.left(at: coarse.written * factor)
            let right = source.right(at: coarse.written * factor)
            for frame in 0..<ready {
                var sumLeft: Float = 0
                var sumRight: Float = 0
                for index in frame * factor..<(frame + 1) * factor {
                    sumLeft += left[index]
                    sumRight += right[index]
                }
                chunkLeft[frame] = sumLeft * scale
                chunkRight[frame] = sumRight * scale
            }
            coarse.write(left: chunkLeft, right: chunkRight, frames: ready)
        }
    }

    /// The frame in `lowest…highest` from which `source` runs most like from `template` on, over `window` frames.
    /// A place at the end of the range must be a tenth more alike than one in its middle.
    @_noLocks
    mutating func best(
        in source: borrowing AudioRing, like template: Int, window: Int, from lowest: Int, to highest: Int
    ) -> Match {
        let coarseTemplate = template / factor
        let first = lowest / factor
        let count = max(8, window / factor)
        let lags = max(1, min(maximumLags - 64, (highest - lowest) / factor))
        var block = 0
        while block < lags {
            CorrelationKernels.sixtyFourLags(
                coarse.left(at: coarseTemplate), coarse.right(at: coarseTemplate), coarse.left(at: first + block),
                coarse.right(at: first + block), count: count, into: scores + block)
            block += 64
        }
        let middle = (lowest + highest) / 2
        let spread = Float(max(1, highest - lowest)) / 2
        var energy = energyOf(first, count)
        var bestLag = 0
        var bestScore = -Float.infinity
        for lag in 0..<lags {
            let away = (Float((first + lag) * factor - middle)) / spread
            let score = scores[lag] / (Float(energy) + 1e-9).root
            let weighted = score - abs(score) * 0.1 * away * away
            if weighted > bestScore {
                bestScore = weighted
                bestLag = lag
            }
            energy += change(first + lag, count)
        }
        let centre = (first + bestLag) * factor + (template - coarseTemplate * factor)
        return refined(source, template, window, max(lowest, min(highest, centre)))
    }

    /// Sixteen frames around `centre`, at full rate.
    @_noLocks
    private func refined(_ source: borrowing AudioRing, _ template: Int, _ window: Int, _ centre: Int) -> Match {
        let left = source.left(at: template)
        let right = source.right(at: template)
        let start = centre - 8
        CorrelationKernels.sixteenLags(
            left, right, source.left(at: start), source.right(at: start), count: window, into: fine, energy: fine + 16)
        var own: Float = 1e-9
        for index in 0..<window { own += left[index] * left[index] + right[index] * right[index] }
        var match = Match(frame: centre, likeness: -1)
        for lag in 0..<16 {
            let likeness = fine[lag] / ((fine[16 + lag] + 1e-9) * own).root
            if likeness > match.likeness { match = Match(frame: start + lag, likeness: likeness) }
        }
        return match
    }

    @_noLocks
    private func energyOf(_ first: Int, _ count: Int) -> Double {
        let left = coarse.left(at: first)
        let right = coarse.right(at: first)
        var sum = 0.0
        for index in 0..<count { sum += Double(left[index] * left[index] + right[index] * right[index]) }
        return sum
    }

    /// What the energy gains when the window moves on by one.
    @_noLocks @inline(__always)
    private func change(_ first: Int, _ count: Int) -> Double {
        let left = coarse.left(at: first)
        let right = coarse.right(at: first)
        let gone = left[0] * left[0] + right[0] * right[0]
        let come = left[count] * left[count] + right[count] * right[count]
        return Double(come) - Double(gone)
    }

    @_noLocks
    mutating func reset() { coarse.reset() }
}
