import CMath
import DSP

extension ChainParameters {
    /// These parameters on their way to others: cutoff, wet level and gain are `share` (0 … 1) of the way there, everything else
    /// has arrived. A filter that comes in does so from where it lets everything through.
    public func glided(to target: ChainParameters, share: Float) -> ChainParameters {
        var result = target
        let begin = filter.kind == target.filter.kind ? filter.cutoffHertz : target.filter.openHertz
        if target.filter.kind != .none, begin > 0, target.filter.cutoffHertz > 0 {
            let start = math_log(Double(begin)), end = math_log(Double(target.filter.cutoffHertz))
            result.filter.cutoffHertz = Float(math_exp(start + (end - start) * Double(share)))
        }
        let wet = effect.isSameEffect(as: target.effect) ? effect.wet : 0
        result.effect.wet = wet + (target.effect.wet - wet) * share
        result.gainDecibels = gainDecibels + (target.gainDecibels - gainDecibels) * share
        return result
    }
}
