/// What a link carries beyond this machine: whoever has the one may look, whoever has the other may play.
public struct PageTokens: Equatable, Sendable {
    /// What a client may do.
    public enum Role: String, Sendable {
        case view, play
    }

    /// Letters of a token, each one of 64: as many bits as a key of 128.
    private static let letters = 22
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// For a display on a wall.
    public let view: String
    /// For whoever plays.
    public let play: String

    /// New ones, from the system's source of randomness.
    public init() {
        view = PageTokens.random()
        play = PageTokens.random()
    }

    /// Tokens that were kept; nil unless both are whole and differ.
    public init?(view: String, play: String) {
        guard PageTokens.isToken(view), PageTokens.isToken(play), view != play else { return nil }
        self.view = view
        self.play = play
    }

    private static func random() -> String {
        var source = SystemRandomNumberGenerator()
        return String(decoding: (0..<letters).map { _ in alphabet[Int(source.next() & 63)] }, as: UTF8.self)
    }

    private static func isToken(_ text: String) -> Bool { text.utf8.count == letters && text.utf8.allSatisfy(alphabet.contains) }

    /// Nil for any other token. Takes equally long whatever is wrong with it.
    func role(of token: String) -> Role? {
        let isPlay = PageTokens.isEqual(token, play), isView = PageTokens.isEqual(token, view)
        return isPlay ? .play : isView ? .view : nil
    }

    private static func isEqual(_ one: String, _ other: String) -> Bool {
        let (one, other) = (Array(one.utf8), Array(other.utf8))
        guard one.count == other.count else { return false }
        return zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
