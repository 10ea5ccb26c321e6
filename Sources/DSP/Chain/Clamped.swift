/// A number that is usable whatever arrived: NaN becomes `fallback`, the rest is kept inside `low`…`high`.
@_noLocks
func clamped(_ number: Double, _ low: Double, _ high: Double, or fallback: Double) -> Double {
    number.isNaN ? fallback : (number < low ? low : (number > high ? high : number))
}

@_noLocks
func clamped(_ number: Float, _ low: Float, _ high: Float, or fallback: Float) -> Float {
    Float(clamped(Double(number), Double(low), Double(high), or: Double(fallback)))
}
