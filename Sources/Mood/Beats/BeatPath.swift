/// The best path through a stretch of music: beats at a pace that changes little, or no beat (Viterbi; the bar-pointer model of Krebs,
/// Böck & Widmer 2015, as a semi-Markov chain from beat to beat).
///
/// A beat earns the reward of its step, music without a beat nothing; to fall into step or out of it has a price. So beats are
/// where the network hears them at an even pace, and stretches where it hears none, or none that fit, have none.
struct BeatPath {
    /// A beat of the path.
    struct Beat: Equatable {
        /// From the stretch's beginning.
        var step: Int
        /// Steps from the beat before, or as the path assumes them before its first.
        var interval: Int
        /// There is no beat before it, or none that belongs to it.
        var isFirst: Bool
    }

    /// How a stretch begins.
    enum Start {
        case withoutBeat
        /// With a beat at step 0, after this interval.
        case onBeat(interval: Int)
    }

    /// To fall into step, and out of it.
    private static let enterCost: Float = 10
    private static let leaveCost: Float = 10

    let beats: [Beat]
    /// The sum of its rewards and costs; 0 for no beat at all.
    let score: Float

    /// - Parameters:
    ///   - rewards: of a beat at each step.
    ///   - isAllowed: of each interval of `tempi`; nil allows all.
    init(_ rewards: [Float], _ tempi: TempoTransitions, from start: Start, isAllowed: [Bool]? = nil) {
        var search = Search(rewards, tempi, isAllowed)
        search.begin(start)
        var first = 0
        if case .onBeat = start { first = 1 }
        for step in first..<max(first, rewards.count) { search.advance(step) }
        (beats, score) = search.traced()
    }

    /// The forward pass and its way back. Nodes are beats (step, interval); `still` is the state without a beat.
    private struct Search {
        private static let none = UInt8.max
        private let rewards: [Float]
        private let tempi: TempoTransitions
        private let isAllowed: [Bool]?
        /// Steps that are remembered: the longest interval.
        private let ring: Int
        /// [step % ring, interval]: the best score that a next beat after this interval continues.
        private var onward: [Float]
        private var onwardFrom: [UInt8]
        /// [step, interval]: the interval before; `none` after no beat.
        private var from: [UInt8]
        private var scores: [Float]
        /// For each step, the interval of the beat after which there is none; `none` where there was none before.
        private var stillFrom: [UInt8] = []
        private var still: Float = 0

        init(_ rewards: [Float], _ tempi: TempoTransitions, _ isAllowed: [Bool]?) {
            self.rewards = rewards
            self.tempi = tempi
            self.isAllowed = isAllowed
            ring = tempi.shortest + tempi.count
            onward = [Float](repeating: -.infinity, count: ring * tempi.count)
            onwardFrom = [UInt8](repeating: Search.none, count: ring * tempi.count)
            from = [UInt8](repeating: Search.none, count: max(rewards.count, 1) * tempi.count)
            scores = [Float](repeating: -.infinity, count: ring * tempi.count)
        }

        mutating func begin(_ start: Start) {
            guard case .onBeat(let interval) = start else { return }
            still = -.infinity
            scores[interval - tempi.shortest] = 0
            finish(0)
        }

        mutating func advance(_ step: Int) {
            let row = step % ring * tempi.count
            let reward = rewards[step], entered = still - BeatPath.enterCost
            for index in 0..<tempi.count {
                var best = -Float.infinity
                if isAllowed?[index] ?? true {
                    let past = step - tempi.shortest - index
                    best = entered
                    if past >= 0 {
                        let place = past % ring * tempi.count + index
                        if onward[place] > entered {
                            best = onward[place]
                            from[step * tempi.count + index] = onwardFrom[place]
                        }
                    }
                    best += reward + tempi.priors[index]
                }
                scores[row + index] = best
            }
            finish(step)
        }

        /// From the scores of a step's beats: what they offer to later ones, and whether it is better to be without a beat.
        private mutating func finish(_ step: Int) {
            let row = step % ring * tempi.count
            var last = 0
            for index in 0..<tempi.count where scores[row + index] > scores[row + last] { last = index }
            let left = scores[row + last] - BeatPath.leaveCost
            if left > still {
                still = left
                stillFrom.append(UInt8(last))
            } else {
                stillFrom.append(Search.none)
            }
            scores.withUnsafeBufferPointer { scores in
                tempi.costs.withUnsafeBufferPointer { costs in
                    for index in 0..<tempi.count {
                        var best = -Float.infinity
                        var source = 0
                        for before in tempi.sources[index] {
                            let score = scores[row + before] - costs[index * tempi.count + before]
                            if score > best {
                                best = score
                                source = before
                            }
                        }
                        onward[row + index] = best
                        onwardFrom[row + index] = UInt8(source)
                    }
                }
            }
        }

        func traced() -> ([Beat], Float) {
            // The path ends without a beat, or with any beat after which there was not yet time for another.
            var best = still
            var node: (step: Int, index: Int)?
            for step in max(0, rewards.count - ring)..<max(rewards.count, 0) {
                for index in 0..<tempi.count where step + tempi.shortest + index >= rewards.count {
                    let score = scores[step % ring * tempi.count + index]
                    if score > best {
                        best = score
                        node = (step, index)
                    }
                }
            }
            var beats: [Beat] = []
            var step = rewards.count - 1
            while true {
                if node == nil {
                    while step >= 0, stillFrom[step] == Search.none { step -= 1 }
                    guard step >= 0 else { break }
                    node = (step, Int(stillFrom[step]))
                }
                guard let beat = node else { break }
                let before = from[beat.step * tempi.count + beat.index]
                let interval = beat.index + tempi.shortest
                beats.append(Beat(step: beat.step, interval: interval, isFirst: before == Search.none))
                if before == Search.none {
                    node = nil
                    step = beat.step - 1
                } else {
                    node = (beat.step - interval, Int(before))
                }
            }
            return (beats.reversed(), best)
        }
    }
}
