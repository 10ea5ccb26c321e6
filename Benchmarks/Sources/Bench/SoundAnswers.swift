import DSP
import Foundation
import Inputs

/// The sound half of `Answering`: what the chain costs, what its parts do to a signal. Files hold floats and nothing else.
///
///     song FILE                             writes the benchmark's song, interleaved stereo
///     chain ROW FRAMES BLOCKS               microseconds of processor time of each block, and allocations
///     speed fixed|variable SECONDS          resampling stereo, 44.1 → 48 kHz, times real time
///     stretch QUALITY IN OUT TEMPO SEMITONES   interleaved stereo through the chain, microseconds, and allocations
///     convert fixed|variable IN OUT FROM TO one channel through a resampler
///     filter low-pass|high-pass HERTZ Q FRAMES OUT      a biquad's answer to an impulse
///     swept low-pass|high-pass HERTZ Q FRAMES OUT       the chain's
///     reverb SECONDS FRAMES OUT             the chain's answer to an impulse, all of it reverb, interleaved stereo
struct SoundAnswers {
    struct Chained: Encodable {
        var microseconds: [Double]
        var allocations: Int
    }

    struct Stretched: Encodable {
        var microseconds: Double
        var allocations: Int
    }

    struct Speed: Encodable { var timesRealTime: Double }

    struct Written: Encodable { var frames: Int }

    private let rate = ChainTable.rate
    private let song = Song(rate: ChainTable.rate)

    /// Nil when the question is about something else, or not whole.
    func answer(_ question: String, _ words: [String]) throws -> (any Encodable)? {
        let numbers = words.compactMap(Double.init)
        switch (question, words.count) {
        case ("song", 1):
            let sound = (0..<2 * song.frames).map { $0 % 2 == 0 ? song.left[$0 / 2] : song.right[$0 / 2] }
            return try write(sound, to: words[0])
        case ("chain", 3):
            guard let row = ChainRow.all.first(where: { $0.name == words[0] }), numbers.count == 2 else { return nil }
            let run = ChainRun(row, .normal, blockFrames: Int(numbers[0]), blocks: Int(numbers[1]))
            run.play(song, rate: rate)
            return Chained(microseconds: run.passes[0], allocations: run.allocations)
        case ("speed", 2):
            guard let seconds = numbers.first else { return nil }
            return Speed(timesRealTime: ResamplingRun(from: 44_100, to: 48_000, isVariable: words[0] == "variable").speed(seconds))
        case ("stretch", 5):
            guard let quality = StretchQuality(name: words[0]), let tempo = Double(words[3]), tempo > 0, let semitones = Float(words[4])
            else { return nil }
            let run = StretchRun(quality: quality, tempo: tempo, semitones: semitones, rate: rate).stretch(try read(words[1]))
            _ = try write(run.sound, to: words[2])
            return Stretched(microseconds: run.microseconds, allocations: run.allocations)
        case ("convert", 5):
            guard numbers.count == 2 else { return nil }
            let run = ResamplingRun(from: numbers[0], to: numbers[1], isVariable: words[0] == "variable")
            return try write(run.convert(read(words[1])), to: words[2])
        case ("filter", 5), ("swept", 5):
            guard let kind = FilterKind(name: words[0]), numbers.count == 3 else { return nil }
            let setting = FilterSetting(kind: kind, cutoffHertz: Float(numbers[0]), q: Float(numbers[1]))
            let sound = question == "swept"
                ? impulse(ChainParameters(filter: setting), frames: Int(numbers[2])).left : biquad(setting, frames: Int(numbers[2]))
            return try write(sound, to: words[4])
        case ("reverb", 3):
            guard numbers.count == 2 else { return nil }
            let effect = EffectSetting.reverb(Reverb.Setting(wet: 1, seconds: Float(numbers[0])))
            let (left, right) = impulse(ChainParameters(effect: effect), frames: Int(numbers[1]))
            return try write(zip(left, right).flatMap { [$0, $1] }, to: words[2])
        default: return nil
        }
    }

    private func biquad(_ setting: FilterSetting, frames: Int) -> [Float] {
        var filter = Biquad(kind: setting.kind, cutoffHertz: Double(setting.cutoffHertz), q: Double(setting.q), rate: rate)
        var left = [Float](repeating: 0, count: frames)
        left[0] = 1
        var right = left
        filter.process(left: &left, right: &right, frames: frames)
        return left
    }

    /// An impulse of one half, so that the limiter has nothing to do, and its answer as if it had been one.
    private func impulse(_ parameters: ChainParameters, frames: Int) -> (left: [Float], right: [Float]) {
        var chain = Chain(sourceRate: rate, outputRate: rate, parameters: parameters)
        let total = frames + chain.latencyFrames
        var left = [Float](repeating: 0, count: total + Chain.maximumFrames)
        var right = left
        var pushed = 0
        for start in stride(from: 0, to: total, by: Chain.maximumFrames) {
            let needed = chain.framesNeeded(Chain.maximumFrames)
            let source = (0..<needed).map { Float(pushed + $0 == 0 ? 0.5 : 0) }
            chain.push(left: source, right: source, frames: needed)
            pushed += needed
            left.withUnsafeMutableBufferPointer { l in
                right.withUnsafeMutableBufferPointer { r in
                    chain.process(left: l.baseAddress! + start, right: r.baseAddress! + start, frames: Chain.maximumFrames)
                }
            }
        }
        return (left[chain.latencyFrames..<total].map { 2 * $0 }, right[chain.latencyFrames..<total].map { 2 * $0 })
    }

    private func read(_ path: String) throws -> [Float] {
        try Data(contentsOf: URL(fileURLWithPath: path)).withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
    }

    private func write(_ sound: [Float], to path: String) throws -> Written {
        try sound.withUnsafeBytes { Data($0) }.write(to: URL(fileURLWithPath: path))
        return Written(frames: sound.count)
    }
}
