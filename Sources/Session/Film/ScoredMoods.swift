import DSP
import Mood

/// Makes of moods in time the wishes that the player is given: a person who holds one mood after another, and silence between.
public struct ScoredMoods: Sendable {
    /// A silence comes within this time; what follows it begins at once.
    static let fadeSeconds = 1.0
    private static let fadeSteps = 20

    private var performance: Performance
    private let rate: Double
    /// What sounds from the first frame on.
    public let start: Wish
    /// In ascending order of frames.
    public private(set) var wishes: [ScoredWish] = []
    private var level: Float = 0
    private var last: Wish

    /// - Parameters:
    ///   - first: from the first frame on; nil is silence.
    ///   - rate: output frames a second.
    public init(_ setting: Performance.Setting, first: Expression?, rate: Double, tempoFactor: Double = 1) {
        performance = Performance(setting)
        self.rate = rate
        performance.take(.hold(first ?? .neutral), at: 0)
        var start = performance.start
        _ = performance.takeActions()
        start.parameters.tempo *= tempoFactor
        if first == nil {
            start.levelDecibels = Arrangement.silenceDecibels
            start.parameters.gainDecibels = Arrangement.silenceDecibels
            level = Arrangement.silenceDecibels
        }
        self.start = start
        last = start
    }

    /// From second `seconds` on, which must not decrease.
    /// - Parameter quantise: nil as the setting says.
    public mutating func play(_ mood: Expression?, at seconds: Double, tempoFactor: Double = 1, quantise: Quantise? = nil) {
        guard let mood else { return fade(from: seconds, over: ScoredMoods.fadeSeconds) }
        performance.take(.hold(mood), at: seconds)
        var wish = performance.start
        _ = performance.takeActions()
        wish.parameters.tempo *= tempoFactor
        if let quantise { wish.quantise = quantise }
        guard wish != last || level < 0 else { return }
        // Of a fade that is interrupted.
        let here = frame(seconds)
        wishes.removeAll { $0.outputFrame > here }
        level = 0
        add(wish, at: seconds)
    }

    /// Towards silence; what was to change later does not.
    public mutating func fade(from seconds: Double, over length: Double) {
        let here = frame(seconds)
        wishes.removeAll { $0.outputFrame > here }
        last = wishes.last?.wish ?? start
        level = last.parameters.gainDecibels <= Arrangement.silenceDecibels ? Arrangement.silenceDecibels : 0
        guard level > Arrangement.silenceDecibels else { return }
        for step in 1...ScoredMoods.fadeSteps {
            var wish = last
            let share = Float(step) / Float(ScoredMoods.fadeSteps)
            // Even in amplitude at first, then steeply down to nothing.
            let isLast = step == ScoredMoods.fadeSteps
            wish.parameters.gainDecibels = isLast ? Arrangement.silenceDecibels : max(wish.parameters.gainDecibels - 60 * share * share, -60)
            wish.levelDecibels = wish.parameters.gainDecibels - last.ownDecibels
            wishes.append(ScoredWish(outputFrame: frame(seconds + length * Double(step - 1) / Double(ScoredMoods.fadeSteps)), wish: wish))
        }
        level = Arrangement.silenceDecibels
    }

    private mutating func add(_ wish: Wish, at seconds: Double) {
        last = wish
        wishes.append(ScoredWish(outputFrame: frame(seconds), wish: wish))
    }

    private func frame(_ seconds: Double) -> Int64 { Int64((seconds * rate).rounded()) }
}
