import Tensor

/// The range of a feature's values.
extension HaarCascade.Feature {
    /// The rectangles with a weight.
    var parts: [(rect: PixelRect, weight: Float)] {
        [(rects.0, weights.0), (rects.1, weights.1), (rects.2, weights.2)].filter { $0.1 != 0 }
    }

    /// Whether weights are integers, as OpenCV's are, and so small that every value stays below 2²²: Float arithmetic on them is then
    /// exact in any order.
    var isWhole: Bool { parts.allSatisfy { $0.weight == $0.weight.rounded() } && most < 0x1p22 }

    /// An upper bound of every value's magnitude.
    private var most: Float { parts.reduce(0) { $0 + abs($1.weight) * 255 * Float($1.rect.width * $1.rect.height) } }

    /// Whether every picture's value is in −2¹⁵ ..< 2¹⁵: where rectangles overlap, their weights add up.
    var fitsSixteenBits: Bool {
        if most < 0x1p15 { return true }
        let parts = parts
        let (columns, rows) = (edges { ($0.x, $0.width) }, edges { ($0.y, $0.height) })
        var (smallest, largest): (Float, Float) = (0, 0)
        for (left, right) in zip(columns, columns.dropFirst()) {
            for (top, bottom) in zip(rows, rows.dropFirst()) {
                var weight: Float = 0
                for part in parts
                where part.rect.x <= left && right <= part.rect.x + part.rect.width && part.rect.y <= top
                    && bottom <= part.rect.y + part.rect.height
                {
                    weight += part.weight
                }
                let most = weight * 255 * Float((right - left) * (bottom - top))
                smallest += Swift.min(most, 0)
                largest += Swift.max(most, 0)
            }
        }
        return smallest >= -0x1p15 && largest < 0x1p15
    }

    private func edges(_ side: (PixelRect) -> (start: Int, length: Int)) -> [Int] {
        Set(parts.flatMap { [side($0.rect).start, side($0.rect).start + side($0.rect).length] }).sorted()
    }
}
