import DSP
import Mood

/// A change of maps: what acts at once (cutoff, wet level, gain) glides there; key, tempo and effect wait for their beat as always.
struct MapChange: Sendable {
    private var from: ChainParameters?
    private var since = 0.0

    init() {}

    init(from parameters: ChainParameters, at seconds: Double) {
        from = parameters
        since = seconds
    }

    func applied(to wish: Wish, at seconds: Double) -> Wish {
        guard let from, seconds < since + Fade.seconds else { return wish }
        var gliding = wish
        gliding.parameters = from.glided(to: wish.parameters, share: Float(max(seconds - since, 0) / Fade.seconds))
        return gliding
    }
}
