/// How long a change of the music took from the face to the ear, and where the time went; all in seconds.
public struct FaceToEar: Equatable, Sendable {
    /// From the first picture that shows the change to the one that decides it; 0 where every picture acts by itself.
    public var evidence = 0.0
    /// From the deciding picture's capture until it was taken up: transfer, decoding, and waiting for the picture before.
    public var waiting = 0.0
    /// Finding the face and reading it.
    public var looking = 0.0
    /// Until the player's wish was posted.
    public var deciding = 0.0
    /// Until the player began the block in which it acts; with a beat, until that beat.
    public var block = 0.0
    /// The chain's own latency.
    public var chain = 0.0
    /// What the sound card had still to play.
    public var card = 0.0

    /// From the face to the ear.
    public var total: Double { stages.reduce(0) { $0 + $1.seconds } }

    /// In their order.
    public var stages: [(name: String, seconds: Double)] {
        [
            ("evidence", evidence), ("waiting", waiting), ("looking", looking), ("deciding", deciding), ("block", block),
            ("chain", chain), ("card", card),
        ]
    }

    /// Nothing took any time.
    public init() {}

    /// The stages in their order; nil unless there are as many, all finite.
    public init?(stages: [Double]) {
        guard stages.count == 7, stages.allSatisfy({ $0.isFinite }) else { return nil }
        (evidence, waiting, looking, deciding) = (stages[0], stages[1], stages[2], stages[3])
        (block, chain, card) = (stages[4], stages[5], stages[6])
    }
}

/// When one picture was captured, taken up and examined: seconds on one clock, the monotonic one where it is examined and the
/// session's in the heart.
public struct PictureTimes: Equatable, Sendable {
    /// By the driver's time stamp; a picture of a file when it was due.
    public var captured: Double
    /// Decoded and ready to be examined.
    public var taken: Double
    /// Examined.
    public var examined: Double

    /// Times as given.
    public init(captured: Double, taken: Double, examined: Double) {
        self.captured = captured
        self.taken = taken
        self.examined = examined
    }

    /// The same on a clock that began at `begin`.
    func since(_ begin: Double) -> PictureTimes {
        PictureTimes(captured: captured - begin, taken: taken - begin, examined: examined - begin)
    }
}

/// What the player did with a wish that answers a face, and when that is heard; session seconds.
public struct Hearing: Equatable, Sendable {
    /// `Wish.shownAt` or, for what waited for a beat, `Wish.moodShownAt`.
    public var shownAt: Double
    /// It had to wait for a beat.
    public var waited: Bool
    /// When the first changed frame leaves the sound card.
    public var heardAt: Double
    /// The share of that which is the chain's own latency.
    public var chainSeconds: Double
    /// And the share which is what the sound card had still to play.
    public var cardSeconds: Double

    /// A hearing as given.
    public init(shownAt: Double, waited: Bool, heardAt: Double, chainSeconds: Double, cardSeconds: Double) {
        self.shownAt = shownAt
        self.waited = waited
        self.heardAt = heardAt
        self.chainSeconds = chainSeconds
        self.cardSeconds = cardSeconds
    }
}
