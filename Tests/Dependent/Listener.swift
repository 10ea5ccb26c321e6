// A user of the DSP library: a second of a tone, an octave up at half the tempo; then parts of the chain without it.
import DSP

var chain = Chain(sourceRate: 44100, outputRate: 44100, parameters: ChainParameters(semitones: 12, tempo: 0.5))
let left = UnsafeMutablePointer<Float>.allocate(capacity: 65536)
let right = UnsafeMutablePointer<Float>.allocate(capacity: 65536)
var given = 0
var crossings = 0
var before: Float = 0
for _ in 0..<(44100 / Chain.maximumFrames) {
    let needed = chain.framesNeeded(Chain.maximumFrames)
    for frame in 0..<needed {
        // A triangle of 441 Hz, so that no libm is needed.
        let phase = Float((given + frame) % 100) / 100
        left[frame] = phase < 0.5 ? 4 * phase - 1 : 3 - 4 * phase
        right[frame] = left[frame]
    }
    given += needed
    chain.push(left: left, right: right, frames: needed)
    chain.process(left: left, right: right, frames: Chain.maximumFrames)
    for frame in 0..<Chain.maximumFrames {
        if before < 0, left[frame] >= 0 { crossings += 1 }
        before = left[frame]
    }
}
guard (860...900).contains(crossings) else { fatalError("\(crossings) periods a second instead of 882") }

// An effect and the limiter on their own: an impulse, its reverberation, nothing above −1 dB.
var reverb = Reverb(rate: 44100)
reverb.set(Reverb.Setting(seconds: 1), atOnce: true)
var limiter = Limiter(rate: 44100)
for frame in 0..<44100 {
    left[frame] = frame == 0 ? 100 : 0
    right[frame] = left[frame]
}
reverb.process(left: left, right: right, frames: 44100)
limiter.process(left: left, right: right, frames: 44100)
let highest = (0..<44100).reduce(Float(0)) { max($0, abs(left[$1]), abs(right[$1])) }
guard highest > 0.5, highest < 0.8913 else { fatalError("a reverberation limited to \(highest)") }
print("a dependent package builds; 441 Hz an octave up has \(crossings) periods a second")
