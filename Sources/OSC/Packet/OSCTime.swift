/// A time tag: when the messages of a bundle are to act, in 2⁻³² seconds since 1900 (NTP).
public struct OSCTime: Equatable, Sendable {
    /// As on the wire.
    public let units: UInt64

    /// A tag as on the wire.
    public init(units: UInt64) { self.units = units }

    /// The one that stands for "at once".
    public static let immediately = OSCTime(units: 1)

    private static let secondsFrom1900To1970 = 2_208_988_800.0

    /// The tag of a moment, in seconds since 1970, which is clamped to the era's 136 years.
    public init(secondsSince1970 seconds: Double) {
        let since1900 = min(max(seconds + OSCTime.secondsFrom1900To1970, 0), 4_294_967_295)
        let whole = since1900.rounded(.down)
        units = UInt64(whole) << 32 | UInt64((since1900 - whole) * 4_294_967_295)
    }

    /// The moment, in seconds since 1970; nil for "at once".
    public var secondsSince1970: Double? {
        self == .immediately ? nil : Double(units) / 4_294_967_296 - OSCTime.secondsFrom1900To1970
    }
}
