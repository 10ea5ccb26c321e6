import CMath

/// What one face reads while it shows each of the five expressions: a point for each in the space of log probabilities, and how far
/// readings lie around their point. A new reading is weighed by its distances from the points, so an expression that the network
/// barely sees in this face counts as soon as it is not like the others. Numbers only, no picture.
public struct FacePrototypes: Equatable, Sendable {
    /// In natural logarithms. Readings seconds apart are more alike than those of another evening, and a face that is held drifts by as
    /// much: with less, points that drift would bridge pass for different.
    static let leastDeviation: Float = 0.75
    /// Two points must be as many deviations apart, or one of ten readings would be taken for the other's: 2 × 1.2816.
    public static let leastDistance: Float = 2.6
    /// A reading halfway between the nearest points must still move gradually from one to the other.
    private static let mostDistance: Float = 4
    /// Of Student's t, whose heavy tails make a face unlike all five a doubtful one.
    private static let degreesOfFreedom: Float = 4
    /// Log probabilities have as many dimensions, since their sum says nothing.
    private static let dimensions: Float = 4

    /// The point of each expression, in the order of `Expression.allCases`: natural logarithms of the five probabilities, made to
    /// sum to 0.
    public let points: [ExpressionWeights]
    /// How far readings lie from their point in each dimension, in natural logarithms; at least 0.75.
    public let deviation: Float

    /// Points and a deviation as they were kept.
    /// - Returns: nil unless there are five points of finite numbers, and a deviation of 0.75 … 100.
    public init?(points: [ExpressionWeights], deviation: Float) {
        guard points.count == Expression.count, deviation >= FacePrototypes.leastDeviation, deviation <= 100 else { return nil }
        guard points.allSatisfy({ point in Expression.allCases.allSatisfy { abs(point[$0]) <= 100 } }) else { return nil }
        self.points = points
        self.deviation = deviation
    }

    /// - Parameter readings: of one face, for each expression in the order of `Expression.allCases`, while it was shown. Their means
    ///   count: nobody holds an expression without it growing and fading.
    /// - Returns: nil unless there are readings of all five.
    public init?(readings: [[ExpressionWeights]]) {
        guard readings.count == Expression.count, !readings.contains(where: { $0.isEmpty }) else { return nil }
        var points: [ExpressionWeights] = []
        var squares: Float = 0
        var count: Float = 0
        for shown in readings {
            let places = shown.map { FacePrototypes.place(of: $0) }
            var point = ExpressionWeights()
            for place in places {
                for expression in Expression.allCases { point[expression] += place[expression] / Float(places.count) }
            }
            for place in places { squares += FacePrototypes.squaredDistance(place, point) }
            count += Float(places.count) * FacePrototypes.dimensions
            points.append(point)
        }
        self.points = points
        let (_, _, distance) = FacePrototypes.nearest(points)
        let spread = max((squares / count).squareRoot(), FacePrototypes.leastDeviation)
        deviation = min(max(spread, distance / FacePrototypes.mostDistance), 100)
    }

    /// The two expressions that are least unlike in this face, and how many deviations apart they are.
    public var nearest: (Expression, Expression, distance: Float) {
        let (first, second, distance) = FacePrototypes.nearest(points)
        return (first, second, distance / deviation)
    }

    /// The corrected probabilities, which sum to 1.
    public func applied(to weights: ExpressionWeights) -> ExpressionWeights {
        let place = FacePrototypes.place(of: weights)
        var result = ExpressionWeights()
        let exponent = Double(FacePrototypes.degreesOfFreedom + FacePrototypes.dimensions) / 2
        for expression in Expression.allCases {
            let square = FacePrototypes.squaredDistance(place, points[Int(expression.rawValue)]) / (deviation * deviation)
            result[expression] = Float(math_exp(-exponent * math_log(Double(1 + square / FacePrototypes.degreesOfFreedom))))
        }
        return result.normalised
    }

    private static func place(of weights: ExpressionWeights) -> ExpressionWeights {
        var place = ExpressionWeights()
        var sum: Float = 0
        for expression in Expression.allCases {
            place[expression] = Float(math_log(Double(max(weights[expression], Calibration.leastProbability))))
            sum += place[expression]
        }
        for expression in Expression.allCases { place[expression] -= sum / Float(Expression.count) }
        return place
    }

    private static func squaredDistance(_ one: ExpressionWeights, _ other: ExpressionWeights) -> Float {
        var sum: Float = 0
        for expression in Expression.allCases { sum += (one[expression] - other[expression]) * (one[expression] - other[expression]) }
        return sum
    }

    private static func nearest(_ points: [ExpressionWeights]) -> (Expression, Expression, Float) {
        var found = (Expression.happy, Expression.sad, Float.infinity)
        for first in Expression.allCases {
            for second in Expression.allCases where second.rawValue > first.rawValue {
                let distance = squaredDistance(points[Int(first.rawValue)], points[Int(second.rawValue)]).squareRoot()
                if distance < found.2 { found = (first, second, distance) }
            }
        }
        return found
    }
}
