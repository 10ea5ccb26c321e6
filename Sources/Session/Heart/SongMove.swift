/// Another place of the song that plays, as an instrument that is followed asks for it.
public struct SongMove: BitwiseCopyable, Equatable, Sendable {
    /// Each has another number than the one before; 0 is none.
    public var number = 0
    /// Source frame of one pass.
    public var place = 0.0
    /// The output frame at which it is to be heard: later by so much, the song goes on from a later place.
    public var frame: Int64 = 0
}
