/// What one face shows.
public struct FaceReading: Equatable, Sendable {
    /// The same number for the same face.
    public var face: Int
    /// The five probabilities, sum 1.
    public var expression: ExpressionWeights

    public init(face: Int, expression: ExpressionWeights) {
        self.face = face
        self.expression = expression
    }
}
