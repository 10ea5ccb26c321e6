import CMath

/// How a network's classes become the five expressions: the probabilities of the classes that count for an expression are added up;
/// then each sum may be weighed, so that no expression is named too seldom because the network saw few examples of it.
public struct ExpressionFold: Equatable, Sendable {
    private let targets: [Expression]
    /// By what each expression's probability is multiplied; nil where nothing is.
    private let factors: ExpressionWeights?

    /// By the class names alone, unweighed.
    public init(classNames: [String]) {
        targets = classNames.map { Expression(foldingClass: $0) }
        factors = nil
    }

    /// - Parameters:
    ///   - targets: for each class the raw value of its expression; another number counts as neutral.
    ///   - offsets: in the order of `Expression.allCases`, added to the logarithm of each expression's probability.
    public init(targets: [Int], offsets: [Float]) {
        self.targets = targets.map { UInt8(exactly: $0).flatMap(Expression.init(rawValue:)) ?? .neutral }
        var factors = ExpressionWeights()
        for (expression, offset) in zip(Expression.allCases, offsets) { factors[expression] = math_expf(offset) }
        self.factors = factors
    }

    /// The five that these class probabilities make.
    /// - Parameter probabilities: one for each class, sum 1.
    public func five(_ probabilities: UnsafePointer<Float>) -> ExpressionWeights {
        var sums = ExpressionWeights()
        for (index, expression) in targets.enumerated() { sums[expression] += probabilities[index] }
        guard let factors else { return sums }
        for expression in Expression.allCases { sums[expression] *= factors[expression] }
        return sums.normalised
    }
}
