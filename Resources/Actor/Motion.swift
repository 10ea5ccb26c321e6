import Glibc

/// The performance: who is looked like when, how one face becomes the next, and the small movements of a living head.
/// Time runs in a circle: the last frame leads back to the first.
struct Motion {
    let framesPerSecond = 15

    /// One face: `arrival` seconds to get there from the face before, then `hold` seconds of it.
    struct Act { let expression: Expression, arrival: Float, hold: Float }

    private let acts = [
        Act(expression: .neutral, arrival: 1.6, hold: 3.2),
        Act(expression: .happy, arrival: 1.2, hold: 3.2),
        Act(expression: .sad, arrival: 1.6, hold: 3.2),
        Act(expression: .angry, arrival: 1.2, hold: 3.2),
        Act(expression: .surprise, arrival: 0.8, hold: 2.8),
    ]
    /// Blinks, in seconds of the film: some in rest, some on the way from one face to the next, where people blink most.
    private let blinks: [Float] = [1.5, 3.4, 6.3, 8.0, 10.6, 12.7, 15.6, 17.2, 19.5, 20.7]

    var seconds: Float { acts.reduce(0) { $0 + $1.arrival + $1.hold } }
    var frames: Int { Int((seconds * Float(framesPerSecond)).rounded()) }

    /// Frames in which a face is fully there: from a little after its arrival to the last before the next.
    var holds: [(expression: Expression, start: Int, end: Int)] {
        var second: Float = -acts[0].arrival
        return acts.map { act in
            let arrived = second + act.arrival
            second = arrived + act.hold
            // The film opens in the middle of rest; every other face needs a moment to settle.
            let settled = arrived > 0 ? arrived + 0.2 : 0
            let rate = Float(framesPerSecond)
            return (act.expression, Int((settled * rate).rounded(.up)), Int((second * rate).rounded(.down)) - 1)
        }
    }

    func actions(frame: Int) -> Actions {
        let second = Float(frame) / Float(framesPerSecond)
        return living(expression(at: second), at: second)
    }

    private func expression(at second: Float) -> Actions {
        // The way back to rest begins before the film's end and ends at its beginning.
        let second = second < seconds - acts[0].arrival ? second : second - seconds
        var start = -acts[0].arrival
        for (index, act) in acts.enumerated() {
            let length = act.arrival + act.hold
            if second < start + length {
                let before = acts[(index + acts.count - 1) % acts.count].expression.actions
                return before.mixed(with: act.expression.actions, weights((second - start) / act.arrival))
            }
            start += length
        }
        return acts[0].expression.actions
    }

    /// The brows lead, the mouth follows, the head takes longest; each a minimum-jerk movement (Flash & Hogan 1985)
    /// that goes a little too far and comes back.
    private func weights(_ u: Float) -> Actions.Weights {
        func eased(_ from: Float, _ to: Float, overshoot: Float) -> Float {
            let t = min(max((u - from) / (to - from), 0), 1)
            let there = t * t * t * (10 - 15 * t + 6 * t * t)
            let after = min(max((u - to + 0.35) / 1.1, 0), 1)
            return there + overshoot * sin2(after)
        }
        return Actions.Weights(
            brows: eased(0, 0.8, overshoot: 0.05), eyes: eased(0.05, 0.85, overshoot: 0.04), mouth: eased(0.12, 1, overshoot: 0.04),
            head: eased(0, 1.4, overshoot: 0))
    }

    private func sin2(_ t: Float) -> Float { sinf(.pi * t) * sinf(.pi * t) }

    private func living(_ face: Actions, at second: Float) -> Actions {
        var out = face
        let turn = 2 * Float.pi * second / seconds
        // Whole numbers of cycles a film, so that the circle closes.
        func wave(_ cycles: Float, _ phase: Float) -> Float { sinf(turn * cycles + phase) }
        out.headYaw += 1.6 * wave(2, 0.4) + 0.7 * wave(5, 2.0) + 0.25 * wave(13, 1)
        out.headPitch += 0.8 * wave(3, 1.1) + 0.4 * wave(7, 0.2) + 0.2 * wave(17, 2)
        out.headRoll += 0.8 * wave(2, 2.6) + 0.4 * wave(5, 0.9)
        out.breath = wave(5, 0)
        out.innerBrowRaise += 0.035 * wave(7, 0.3) + 0.02 * wave(19, 1)
        out.outerBrowRaise += 0.03 * wave(6, 1.9) + 0.02 * wave(17, 0.5)
        let strength = 0.04 * wave(8, 0.8) + 0.025 * wave(15, 2.2)
        out.lipCornerPull *= 1 + strength
        out.lipCornerDepress *= 1 + strength
        out.lipPress *= 1 + strength
        out.jawDrop *= 1 + strength
        let (right, up) = glance(second)
        out.gazeRight += right - out.headYaw * 0.6
        out.gazeUp += up - out.headPitch * 0.5
        out.blink = blinks.reduce(face.blink) { max($0, lid(second - $1)) }
        return out
    }

    /// Shut within a tenth of a second, open again within a fifth.
    private func lid(_ since: Float) -> Float {
        if since < -0.12 || since > 0.26 { return 0 }
        return since < 0 ? (1 + since / 0.12) : 1 - since / 0.26
    }

    /// Eyes rest and jump, degrees; every rest lasts 1.2 s or so and the places are a fixed list.
    private func glance(_ second: Float) -> (Float, Float) {
        let places: [(Float, Float)] = [(0, 0), (1.6, 0.3), (-1.2, 0.4), (0.4, -0.8), (-1.8, 0), (1.0, 0.8), (0, -0.4), (-0.8, 0.5)]
        let rests = (seconds / 1.2).rounded()
        return places[Int(second / seconds * rests) * 3 % places.count]
    }
}
