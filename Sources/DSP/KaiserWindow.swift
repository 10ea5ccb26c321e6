/// Kaiser's window (1974), the best simple trade of transition width against stop-band depth.
enum KaiserWindow {
    /// β for a stop band `decibels` deep (over 50).
    static func beta(decibels: Double) -> Double { 0.1102 * (decibels - 8.7) }

    /// Value at `x`: 1 at 0, zero outside −1…1.
    static func value(at x: Double, beta: Double) -> Double {
        let inside = 1 - x * x
        return inside < 0 ? 0 : bessel(beta * inside.squareRoot()) / bessel(beta)
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
