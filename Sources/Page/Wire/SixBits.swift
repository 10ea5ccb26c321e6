/// Numbers 0 … 63 as one character each, in the order of the base64 alphabet.
enum SixBits {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// - Parameter shares: 0 … 1; what is outside is clamped, and not-a-number is 0.
    static func text(_ shares: some Sequence<Float>) -> String {
        String(decoding: shares.map { alphabet[$0 > 0 ? Int((min($0, 1) * 63).rounded()) : 0] }, as: UTF8.self)
    }
}
