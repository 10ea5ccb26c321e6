/// Four steps, each of which delays eight channels by different times, turns some of their signs and mixes them: one click
/// becomes 4096 within a tenth of a second, and energy is kept.
struct Diffuser: ~Copyable {
    static var stepCount: Int { @_noLocks get { 4 } }

    private let lines: DelayLines
    /// Of 32 channels.
    private let delayFrames: UnsafeMutablePointer<Int>
    private let signs: UnsafeMutablePointer<Float>
    /// Frames after which nothing that went in is stored any more.
    let memoryFrames: Int

    init(rate: Double) {
        let count = 8 * Self.stepCount
        delayFrames = .allocate(capacity: count)
        signs = .zeroed(count)
        var longest = 0
        var memory = 0
        for step in 0..<Self.stepCount {
            var longestOfStep = 0
            for index in 8 * step..<8 * step + 8 {
                delayFrames[index] = max(18, Int(ReverbDelays.diffusionMilliseconds[index] * rate / 1000 + 0.5))
                signs[index] = ReverbDelays.isFlipped(index) ? -1 : 1
                longestOfStep = max(longestOfStep, delayFrames[index])
            }
            longest = max(longest, longestOfStep)
            memory += longestOfStep
        }
        memoryFrames = memory
        lines = DelayLines(count: count, maximumFrames: longest)
    }

    deinit {
        delayFrames.deallocate()
        signs.deallocate()
    }

    /// Sixteen frames in, of which `frame` is the first; the eight channels that become of them are left at `out`.
    @_noLocks
    mutating func process(_ left: Lanes, _ right: Lanes, at frame: Int, into out: UnsafeMutablePointer<Float>) {
        // What comes in reaches four channels at half its level; the four mixes' scales, 1/√8 each, are taken at once.
        let scale = Lanes(repeating: 0.5 / 64)
        let l = left * scale
        let r = right * scale
        lines.store(eightFrom: 0, at: frame, EightChannels(l, r, l, r, l, r, l, r))
        for step in 0..<Self.stepCount {
            mixed(step, frame, into: out)
            if step + 1 < Self.stepCount { lines.store(eightFrom: 8 &* step &+ 8, at: frame, EightChannels(at: out)) }
        }
    }

    /// What a step makes of what was stored in its lines. Not inlined: within a larger body the compiler takes vectors apart.
    /// `mutating`, although no property changes: a call that borrows copies the structure.
    @_noLocks @inline(never)
    private mutating func mixed(_ step: Int, _ frame: Int, into out: UnsafeMutablePointer<Float>) {
        let first = 8 &* step
        var x = EightChannels(
            delayed(first, frame), delayed(first &+ 1, frame), delayed(first &+ 2, frame), delayed(first &+ 3, frame),
            delayed(first &+ 4, frame), delayed(first &+ 5, frame), delayed(first &+ 6, frame), delayed(first &+ 7, frame))
        x.mix()
        x.store(at: out)
    }

    @_noLocks @inline(__always)
    private func delayed(_ index: Int, _ frame: Int) -> Lanes {
        lines.load(index, at: frame &- delayFrames[index]) * Lanes(repeating: signs[index])
    }

    @_noLocks
    func reset() { lines.reset() }
}
