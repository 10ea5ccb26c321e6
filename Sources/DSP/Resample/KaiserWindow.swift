/// Kaiser's window (1974), a near-optimal trade of transition width against stop-band attenuation.
struct KaiserWindow {
    private let beta: Double
    private let scale: Double

    /// `decibels`: stop-band attenuation, above 50.
    init(decibels: Double) {
        beta = 0.1102 * (decibels - 8.7)
        scale = 1 / Self.bessel(beta)
    }

    /// 1 at 0, zero outside −1…1.
    func value(at x: Double) -> Double {
        let inside = 1 - x * x
        return inside < 0 ? 0 : Self.bessel(beta * inside.squareRoot()) * scale
    }

    /// Modified Bessel function of the first kind, order 0, by its power series.
    static func bessel(_ x: Double) -> Double {
        let quarter = x * x / 4
        var sum = 1.0
        var term = 1.0
        var index = 1.0
        while term > sum * 1e-17 {
            term *= quarter / (index * index)
            sum += term
            index += 1
        }
        return sum
    }
}
