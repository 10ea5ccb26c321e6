import DSP
import Glibc

/// Two channels of a test signal.
struct Stereo: Equatable {
    var left: [Float]
    var right: [Float]

    init(frames: Int, _ make: (Int) -> Float) {
        left = (0..<frames).map(make)
        right = left
    }

    static func sine(_ hertz: Double, seconds: Double, amplitude: Double = 0.5, rate: Double = 44_100) -> Stereo {
        Stereo(frames: Int(seconds * rate)) { Float(amplitude * sin(2 * Double.pi * hertz * Double($0) / rate)) }
    }

    static func noise(seconds: Double, amplitude: Float = 0.3, rate: Double = 44_100) -> Stereo {
        var state: UInt32 = 1
        return Stereo(frames: Int(seconds * rate)) { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return amplitude * (Float(state >> 8) / Float(1 << 23) - 1)
        }
    }

    static func impulse(frames: Int, amplitude: Float = 0.8) -> Stereo { Stereo(frames: frames) { $0 == 0 ? amplitude : 0 } }
}

/// Pulls frames of a song out of a chain as a player does.
final class Player {
    var chain: Chain
    var sourcePosition: Double { chain.sourcePosition }
    var isSilent: Bool { chain.isSilent }
    private let song: Stereo
    private var at = 0

    init(
        _ song: Stereo, _ parameters: ChainParameters, sourceRate: Double = 44_100, outputRate: Double = 44_100,
        quality: StretchQuality = .light
    ) {
        self.song = song
        chain = Chain(sourceRate: sourceRate, outputRate: outputRate, parameters: parameters, quality: quality)
    }

    func play(_ frames: Int, cut: Int = 64) -> Stereo {
        var out = Stereo(frames: frames) { _ in 0 }
        var done = 0
        while done < frames {
            let count = min(cut, frames - done)
            let needed = chain.framesNeeded(count)
            let left = (at..<at + needed).map { $0 < song.left.count ? song.left[$0] : 0 }
            let right = (at..<at + needed).map { $0 < song.right.count ? song.right[$0] : 0 }
            at += needed
            chain.push(left: left, right: right, frames: needed)
            out.left.withUnsafeMutableBufferPointer { l in
                out.right.withUnsafeMutableBufferPointer { r in
                    chain.process(left: l.baseAddress! + done, right: r.baseAddress! + done, frames: count)
                }
            }
            done += count
        }
        return out
    }
}

/// Amplitude and phase of one frequency in a stretch of signal (Hann window).
func tone(_ signal: ArraySlice<Float>, hertz: Double, rate: Double = 44_100) -> (amplitude: Double, phase: Double) {
    var real = 0.0
    var imaginary = 0.0
    var weight = 0.0
    for index in signal.indices {
        let turn = 2 * Double.pi * hertz * Double(index) / rate
        let window = 1 - cos(2 * Double.pi * (Double(index - signal.startIndex) + 0.5) / Double(signal.count))
        real += window * Double(signal[index]) * cos(turn)
        imaginary -= window * Double(signal[index]) * sin(turn)
        weight += window
    }
    return (2 * (real * real + imaginary * imaginary).squareRoot() / weight, atan2(imaginary, real))
}

/// How far, in cents, a nearly steady tone lies from `hertz`: the slope of its phase.
func centsOff(_ signal: ArraySlice<Float>, from hertz: Double, rate: Double = 44_100) -> Double {
    let hop = 1024
    var phases: [Double] = []
    var start = signal.startIndex
    while start + 2 * hop <= signal.endIndex {
        var phase = tone(signal[start..<start + 2 * hop], hertz: hertz, rate: rate).phase
        if let last = phases.last { phase += 2 * Double.pi * ((last - phase) / (2 * Double.pi)).rounded() }
        phases.append(phase)
        start += hop
    }
    let slope = (phases.last! - phases.first!) / Double(phases.count - 1)
    return 1200 * log2(1 + slope * rate / (2 * Double.pi * Double(hop)) / hertz)
}

func decibels(_ ratio: Double) -> Double { 20 * log10(max(ratio, 1e-15)) }

func peak(_ signal: ArraySlice<Float>) -> Float { signal.reduce(0) { max($0, abs($1)) } }

/// The largest second difference: a click is a jump in value or slope.
func roughness(_ signal: ArraySlice<Float>) -> Float {
    var worst: Float = 0
    for index in signal.indices.dropFirst(2) {
        worst = max(worst, abs(signal[index] - 2 * signal[index - 1] + signal[index - 2]))
    }
    return worst
}
