/// The fade-out of a song that makes way for another.
struct SongChange: Sendable {
    static let fadeSeconds = 0.5
    let song: String
    let endSeconds: Double

    /// 0 … −60 dB, linear in time.
    func fadeDecibels(at seconds: Double) -> Float {
        let left = min(max((endSeconds - seconds) / SongChange.fadeSeconds, 0), 1)
        return Float(1 - left) * Arrangement.silenceDecibels
    }
}
