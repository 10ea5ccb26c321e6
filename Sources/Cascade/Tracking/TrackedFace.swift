import Tensor

/// A face and who it is: the same number for as long as the same face is followed.
public struct TrackedFace: Equatable, Sendable {
    /// Counts from 1 in the order in which faces came; a tracker never gives one twice.
    public let id: Int
    /// Inside of the picture.
    public let rect: PixelRect
    /// How many candidates agreed when it was last looked for.
    public let neighbors: Int

    public init(id: Int, rect: PixelRect, neighbors: Int) {
        self.id = id
        self.rect = rect
        self.neighbors = neighbors
    }
}

/// How faces are followed. Everything is in seconds of the source's own time line or in shares of a face's width, so that 10
/// and 30 pictures a second behave alike and no size of picture is special.
public struct TrackingParameters: Equatable, Sendable {
    /// The full search; its `minNeighbors` is what a new face needs.
    public var search = DetectionParameters()
    /// What a known face needs to be kept: less, since a face is likely where one was; but not for longer than the memory lasts.
    public var keepNeighbors = 3
    /// A new face with more than this many is told at once; a weaker one must be seen again for `confirmSeconds`.
    public var sureNeighbors = 12
    public var confirmSeconds = 0.08
    /// From one full search to the next, while a face is in sight and while none is.
    public var searchSeconds = 0.4
    public var emptySearchSeconds = 0.2
    /// While a face is in sight, a full search is spread over the pictures of so much time.
    public var spreadSeconds = 0.08
    /// Of several faces each is looked for this often; one alone in every picture.
    public var crowdSeconds = 0.12
    /// A face out of sight is looked for around its place for so long, and remembered for so long.
    public var nearbySeconds = 0.5
    public var memorySeconds = 1.5
    /// When no eighth of a face's surroundings has changed by more than this many luma steps (of 255), it is where it was.
    public var stillLuma = 3

    public init() {}
}
