import FoundationEssentials
import Glibc

/// The scale along one side of a panel, linear or logarithmic.
struct PlotAxis {
    struct Tick: Equatable {
        var value: Double
        var label: String
    }

    var low: Double
    var high: Double
    var isLogarithmic = false
    /// The most important first: where there is no room for all, the first ones are drawn.
    var ticks: [Tick] = []

    /// 0 at `low` … 1 at `high`, clipped.
    func place(_ value: Double) -> Double {
        let share = isLogarithmic ? log(max(value, low) / low) / log(high / low) : (value - low) / (high - low)
        return min(1, max(0, share))
    }

    /// Seconds; minutes or hours for long plots.
    static func time(upTo seconds: Double) -> PlotAxis {
        let steps = [
            0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200,
        ]
        let step = steps.first { seconds / $0 <= 13 } ?? steps.last!
        let ticks = (0...Int(seconds / step + 1e-9)).map { index in
            let value = Double(index) * step
            return Tick(value: value, label: seconds < 180 ? number(value) : clock(Int(value.rounded())))
        }
        return PlotAxis(low: 0, high: seconds, ticks: ticks)
    }

    static func timeUnit(upTo seconds: Double) -> String {
        seconds < 180 ? "seconds" : seconds < 3600 ? "minutes:seconds" : "hours:minutes:seconds"
    }

    private static func clock(_ seconds: Int) -> String {
        let minutes = String(printf: "%d:%02d", seconds / 60 % 60, seconds % 60)
        guard seconds >= 3600 else { return minutes }
        return "\(seconds / 3600):" + String(printf: "%02d:%02d", seconds / 60 % 60, seconds % 60)
    }

    /// Hertz, logarithmic.
    static func frequency(_ low: Double, _ high: Double, labelled values: [Double]) -> PlotAxis {
        PlotAxis(
            low: low, high: high, isLogarithmic: true,
            ticks: values.map { Tick(value: $0, label: $0 < 1000 ? number($0) : number($0 / 1000) + "k") })
    }

    /// Ratios to the original speed; always shows half and double.
    static func tempo(_ values: [Double]) -> PlotAxis {
        let low = min(0.45, (values.min() ?? 1) / 1.15), high = max(2.3, (values.max() ?? 1) * 1.15)
        let ticks = [1, 4, 0.25, 2, 0.5, 0.1].filter { (low...high).contains($0) }
        return PlotAxis(low: low, high: high, isLogarithmic: true, ticks: ticks.map { Tick(value: $0, label: number($0)) })
    }

    /// Semitones; always shows six up and six down.
    static func semitones(_ values: [Double]) -> PlotAxis {
        let low = min(-6, (values.min() ?? 0) - 1), high = max(6, (values.max() ?? 0) + 1)
        let ticks = [0.0, 12, -12, 8, -8, 4, -4].filter { (low...high).contains($0) }
        return PlotAxis(low: low, high: high, ticks: ticks.map { Tick(value: $0, label: ($0 > 0 ? "+" : "") + number($0)) })
    }

    /// At most three decimals, no trailing zeros, a typographic minus sign.
    static func number(_ value: Double) -> String {
        let rounded = (value * 1000).rounded() / 1000, size = abs(rounded)
        return (rounded < 0 ? "\u{2212}" : "") + (size == size.rounded() ? String(Int64(size)) : String(size))
    }
}
