/// Beats of a steady pace, placed on the line through their neighbours.
enum SteadyBeats {
    /// Beats on either side of one that its line is drawn through.
    private static let reach = 4
    /// A line is believed when every beat is within this many steps of it.
    private static let tolerance = 1.5

    /// - Parameter steps: where beats were heard, ascending.
    static func placed(_ steps: [Double]) -> [Double] {
        steps.indices.map { index in
            let (first, last) = (max(0, index - reach), min(steps.count - 1, index + reach))
            let count = Double(last - first + 1)
            guard count >= 4 else { return steps[index] }
            let middle = Double(first + last) / 2
            let mean = steps[first...last].reduce(0, +) / count
            var top = 0.0, bottom = 0.0
            for other in first...last {
                let distance = Double(other) - middle
                top += distance * (steps[other] - mean)
                bottom += distance * distance
            }
            let slope = top / bottom
            let fits = (first...last).allSatisfy { abs(steps[$0] - mean - slope * (Double($0) - middle)) < tolerance }
            return fits ? mean + slope * (Double(index) - middle) : steps[index]
        }
    }
}
