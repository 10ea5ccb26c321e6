/// An onset envelope, normalised over time: how far each onset stands out from its surroundings, in units of their RMS.
struct BeatStrengths {
    /// Steps per second.
    let rate: Double
    /// All bands with extra weight on the low ones, which usually carry the beat; and the low ones alone.
    let all: [Float]
    let low: [Float]

    var count: Int { all.count }

    init(_ envelope: OnsetEnvelope) {
        rate = envelope.rate / Double(envelope.stepFrames)
        let wide = BeatStrengths.normalised(envelope.strengths, rate: rate)
        low = BeatStrengths.normalised(envelope.lowStrengths, rate: rate)
        var sum = wide
        for index in sum.indices { sum[index] += 0.3 * low[index] }
        all = sum
    }

    /// Smoothed over 12 ms, minus the mean of 0.7 s, divided by the RMS of 8 s.
    private static func normalised(_ strengths: [Float], rate: Double) -> [Float] {
        let count = strengths.count
        guard count > 4 else { return [Float](repeating: 0, count: count) }
        var smooth = strengths
        for index in 1..<count - 1 { smooth[index] = 0.25 * strengths[index - 1] + 0.5 * strengths[index] + 0.25 * strengths[index + 1] }
        let mean = movingMean(smooth, reach: Int(0.35 * rate))
        for index in 0..<count { smooth[index] = max(0, smooth[index] - mean[index]) }
        let power = movingMean(smooth.map { $0 * $0 }, reach: Int(4 * rate))
        var whole = 0.0
        for index in 0..<count { whole += Double(smooth[index] * smooth[index]) }
        // Keeps silence silent, as between the movements of a piece.
        let least = Float(0.1 * whole / Double(count)) + 1e-4
        for index in 0..<count { smooth[index] = min(smooth[index] / Float(max(power[index], least)).squareRoot(), 8) }
        return smooth
    }

    /// Mean over `reach` numbers on either side of each.
    private static func movingMean(_ numbers: [Float], reach: Int) -> [Float] {
        var sums = [0.0]
        sums.reserveCapacity(numbers.count + 1)
        for number in numbers { sums.append(sums[sums.count - 1] + Double(number)) }
        return numbers.indices.map { index in
            let first = max(0, index - reach), end = min(numbers.count, index + reach + 1)
            return Float((sums[end] - sums[first]) / Double(end - first))
        }
    }

    /// Largest strength within two steps of `position`, 0 outside the piece.
    func peak(_ strengths: [Float], at position: Double) -> Float {
        let middle = Int(position + 0.5)
        var best: Float = 0
        var index = max(0, middle - 2)
        while index < min(strengths.count, middle + 3) {
            best = max(best, strengths[index])
            index += 1
        }
        return best
    }

    /// Normalised autocorrelation by lag: 1 at lag 0.
    /// - Parameter lags: the longest lag, in steps.
    static func autocorrelation(_ strengths: [Float], lags: Int) -> [Float] {
        let count = strengths.count
        var mean: Float = 0
        for strength in strengths { mean += strength }
        mean /= Float(max(1, count))
        return strengths.withUnsafeBufferPointer { x in
            var result = [Float](repeating: 0, count: lags + 1)
            var whole: Float = 1e-9
            for lag in 0...lags where lag < count {
                var a: Float = 0, b: Float = 0, c: Float = 0, d: Float = 0
                var index = 0
                let end = count - lag
                while index + 4 <= end {
                    a += (x[index] - mean) * (x[index + lag] - mean)
                    b += (x[index + 1] - mean) * (x[index + lag + 1] - mean)
                    c += (x[index + 2] - mean) * (x[index + lag + 2] - mean)
                    d += (x[index + 3] - mean) * (x[index + lag + 3] - mean)
                    index += 4
                }
                let sum = (a + b + c + d) / Float(max(1, end))
                if lag == 0 { whole = sum + 1e-9 }
                result[lag] = sum / whole
            }
            return result
        }
    }
}
