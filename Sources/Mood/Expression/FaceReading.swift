/// What one face shows.
public struct FaceReading: Equatable, Sendable {
    /// The tracker's number of the face.
    public var face: Int
    /// The five probabilities, which sum to 1.
    public var expression: ExpressionWeights

    /// A reading as given.
    public init(face: Int, expression: ExpressionWeights) {
        self.face = face
        self.expression = expression
    }
}
