/// A tempo that comes from elsewhere, as another instrument's clock, and takes the place of the moods' own.
public struct Pace: Equatable, Sendable {
    /// Of the piece's own tempo, 0.1 … 5: with what makes up for being early or late.
    public var tempo: Double
    /// The beat that effects follow, in seconds: without it.
    public var beatSeconds: Double

    /// A pace as given.
    public init(tempo: Double, beatSeconds: Double) { (self.tempo, self.beatSeconds) = (tempo, beatSeconds) }
}
