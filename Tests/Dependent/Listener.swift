// A user of the DSP library: a second of a sine, an octave up at half the tempo.
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
print("a dependent package builds; 441 Hz an octave up has \(crossings) periods a second")
