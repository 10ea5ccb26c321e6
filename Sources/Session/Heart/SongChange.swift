/// A song that ends early, faded out, so that another can begin.
struct SongChange: Sendable {
    static let fadeSeconds = 0.5
    let song: String
    let endSeconds: Double

    /// 0 … −60 dB, falling evenly.
    func fadeDecibels(at seconds: Double) -> Float {
        let left = min(max((endSeconds - seconds) / SongChange.fadeSeconds, 0), 1)
        return Float(1 - left) * Arrangement.silenceDecibels
    }
}
