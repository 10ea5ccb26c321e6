/// What is asked of a sound card. Lengths are times, because the rate is the card's to choose.
public struct SoundCardRequest: Equatable, Sendable {
    /// An ALSA name: `default`, `hw:1,0`.
    public var name: String
    /// Hertz.
    public var rate: Double
    /// Between two wake-ups.
    public var periodSeconds: Double
    /// Of the device's buffer.
    public var bufferSeconds: Double
    /// The channels that left and right go to, counted from 1; one takes the mean of both. Nil: the first two, or the only one.
    public var channels: [Int]?

    /// The longest buffer that a card is widened to.
    static let longestBufferSeconds = 0.5
    /// A period is a whole number of these, as the chain's quanta are.
    private static let quantum = 64

    /// A buffer of three periods.
    public init(name: String, rate: Double, periodSeconds: Double, channels: [Int]? = nil) {
        self.name = name
        self.rate = rate
        self.periodSeconds = periodSeconds
        bufferSeconds = 3 * periodSeconds
        self.channels = channels
    }

    /// Frames of a period at a rate.
    func periodFrames(at rate: Double) -> Int { Self.blockFrames(seconds: periodSeconds, rate: rate) }

    /// Frames of the buffer at a rate, at least two periods.
    func bufferFrames(at rate: Double) -> Int { max(2 * periodFrames(at: rate), Int((bufferSeconds * rate).rounded())) }

    /// The whole number of quanta that is nearest to a length, 64 … 65,536 frames.
    public static func blockFrames(seconds: Double, rate: Double) -> Int {
        let quanta = (seconds * rate / Double(quantum)).rounded()
        return quanta >= 1 ? min(Int(min(quanta, 1024)), 1024) * quantum : quantum
    }
}
