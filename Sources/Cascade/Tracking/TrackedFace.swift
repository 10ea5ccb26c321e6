import Tensor

/// A face with an identity: the same number for as long as the same face is followed.
public struct TrackedFace: Equatable, Sendable {
    /// Counts from 1 in the order in which faces appear; a tracker never reuses one.
    public let id: Int
    /// Its box in the picture, in pixels.
    public let rect: PixelRect
    /// How many candidates agreed when it was last searched for.
    public let neighbors: Int
    /// How far it is turned in the picture, clockwise; the box is as wide as the face is once it is upright.
    public let degrees: Double
    /// Neighbours over the last half second, none where it was not found: how much speaks for a face.
    public let evidence: Double
    /// Something in it moved in the last ten seconds, as in every living face. What never did may be a picture on the wall, or no face.
    public let hasMoved: Bool
    /// More speaks for a head in profile than for this face, which may be an ear, a cheek or a neck.
    public let isTurnedAway: Bool

    /// A face as given; `evidence` is by default that of its neighbours.
    public init(
        id: Int, rect: PixelRect, neighbors: Int, degrees: Double = 0, evidence: Double? = nil, hasMoved: Bool = true,
        isTurnedAway: Bool = false
    ) {
        self.id = id
        self.rect = rect
        self.neighbors = neighbors
        self.degrees = degrees
        self.evidence = evidence ?? Double(neighbors)
        self.hasMoved = hasMoved
        self.isTurnedAway = isTurnedAway
    }
}

/// How faces are followed. Everything is in seconds of the source's time line or in fractions of a face's width, so that 10 and 30
/// pictures a second behave alike, whatever their size.
public struct TrackingParameters: Equatable, Sendable {
    /// The full search; its `minNeighbors` is what a new face needs.
    public var search = DetectionParameters()
    /// The `minNeighbors` of a known face: less, since a face is likely where one was; but for no longer than `memorySeconds`.
    public var keepNeighbors = 3
    /// A new face with more neighbours than this is reported at once.
    public var sureNeighbors = 12
    /// A face turned or half-lit needs more than this many before it is reported: more ways of looking find more that is no face.
    public var turnedNeighbors = 9
    /// A weaker new face is reported when it has been seen for this long.
    public var confirmSeconds = 0.08
    /// From one full search to the next while a face is in sight.
    public var searchSeconds = 0.4
    /// The same while none is.
    public var emptySearchSeconds = 0.2
    /// While a face is in sight, a full search is spread over this much time.
    public var spreadSeconds = 0.08
    /// How much of full and widened searches a picture may cost, in windows that fail at once (about 3 ns each): a rough scene takes
    /// longer to search than an empty wall, and is spread over more pictures.
    public var pictureWork = 1_300_000.0
    /// From one measurement of a tilted head's angle to the next, and of an upright face with no more than `weakNeighbors`.
    public var turnSeconds = 0.3
    /// See `turnSeconds`.
    public var weakNeighbors = 12
    /// How long a profile counts as somebody who has turned away.
    public var profileSeconds = 1.5
    /// A head has turned away when its profile has this many times the evidence of its face: at an angle of 45° both are seen, the profile
    /// somewhat better.
    public var profileLead = 1.75
    /// While no face in sight has more evidence than this, profiles are looked for as well: what is taken for a face may be one. Faces seen
    /// from in front have 40 and more.
    public var weakEvidence = 36.0
    /// From one of these looks at a side to the next.
    public var profileSearchSeconds = 0.4
    /// Of several faces each is searched for this often; a single one in every picture.
    public var crowdSeconds = 0.12
    /// How long a face out of sight is searched for around its last position.
    public var nearbySeconds = 0.5
    /// How long it keeps its number.
    public var memorySeconds = 1.5
    /// When no block of a face's surroundings (an eighth of the face wide) has changed by more than this, of 255, it has not moved.
    public var stillLuma = 3

    /// The defaults above.
    public init() {}

    /// The same for a machine that is too slow: a quarter of the work in a picture, searches of whole pictures half as often.
    var narrowed: TrackingParameters {
        var narrow = self
        narrow.pictureWork /= 4
        narrow.searchSeconds *= 2
        narrow.emptySearchSeconds *= 2
        narrow.spreadSeconds *= 2
        narrow.profileSearchSeconds *= 2
        return narrow
    }
}
