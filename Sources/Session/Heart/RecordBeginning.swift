/// Where in a session a record begins, and what it knows of the time before: all settings since then, so that what follows can be
/// rendered again. Of a session from its start, everything is 0.
public struct RecordBeginning: Equatable, Sendable {
    /// The first output frame that the record is about.
    public var frame: Int64
    /// The output frame at which what it knows of earlier begins; 0 unless that was too much to be kept.
    public var knownSince: Int64
    /// The source frame heard at `knownSince`.
    public var position: Double

    /// A beginning as given.
    public init(frame: Int64 = 0, knownSince: Int64 = 0, position: Double = 0) {
        self.frame = frame
        self.knownSince = knownSince
        self.position = position
    }
}
