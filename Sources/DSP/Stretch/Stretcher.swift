/// Changes tempo without changing pitch by splicing (WSOLA, Verhelst & Roelands 1993).
///
/// Sound is copied 1:1 from the source until `SplicePlan` says to leave; then it jumps to the place in reach that goes on
/// most alike, cross-faded over up to 50 ms. At tempo 1 nothing ever jumps: the output is the input, bit for bit. Both channels
/// jump together, so the stereo image is exact.
///
/// Output frame m hears source frame `position(of: m)`, which is exact at any tempo; the first is 0. `Stretcher+Stream` is the
/// way to use one alone, `Chain` the way to use one with everything else.
/// Cost: a copy, plus some 10 µs a splice, every 70 to 140 ms. For steady harmonic sound alone a phase vocoder is purer.
public struct Stretcher: ~Copyable {
    private let plan: SplicePlan
    private var source: AudioRing
    private var search: SpliceSearch
    private var onsets: OnsetFinder
    /// How much of the source a decision may look at. As much at any speed, or a rise would ask for a heap of frames at once.
    private let aheadFrames: Int
    private let chunkLeft: UnsafeMutablePointer<Float>
    private let chunkRight: UnsafeMutablePointer<Float>

    private var speed: Double
    private var wantedSpeed: Double
    /// Source position at output frame `anchorFrame`, and the speed before it.
    private var anchorFrame = 0
    private var anchorSource = 0.0
    private var previousSpeed: Double
    /// Source frame minus output frame of the running piece, and of the one fading out.
    private var offset = 0
    private var oldOffset = 0
    private var fadeStart = 0
    private var fadeFrames = 1
    private var likeness: Float = 1
    private var nextLook = 0
    /// Until then nothing is decided: a cross-fade runs, or an onset is about to come.
    private var busyUntil = 0
    /// Output frames made so far.
    private(set) var produced = 0

    /// - Parameters:
    ///   - rate: source rate in Hz, 4 000…384 000.
    ///   - speed: source frames per output frame, 0.05…10.
    public init(rate wantedRate: Double, speed wanted: Double) {
        let rate = clamped(wantedRate, 4000, 384_000, or: 44_100)
        let speed = Self.inReach(wanted)
        self.speed = speed
        wantedSpeed = speed
        previousSpeed = speed
        plan = SplicePlan(rate: rate)
        // What may still be fading out lies as far behind as the plan looks ahead.
        let ahead = Int(plan.lookAhead(10))
        source = AudioRing(
            minimumFrames: 2 * ahead + 2 * plan.longestFade + 8192, windowFrames: max(512, plan.template + 48))
        search = SpliceSearch(rate: rate, ringFrames: source.capacity, maximumFrames: 2 * plan.reach + 64)
        onsets = OnsetFinder(rate: rate, factor: search.factor)
        aheadFrames = ahead + max(search.lagFrames, onsets.lagFrames) + 64
        chunkLeft = .zeroed(256 + 16)
        chunkRight = .zeroed(256 + 16)
    }

    deinit {
        chunkLeft.deallocate()
        chunkRight.deallocate()
    }

    /// Source frames per output frame, 0.05…10; acts within 3 ms of output.
    @_noLocks
    public mutating func set(speed newSpeed: Double) { wantedSpeed = Self.inReach(newSpeed) }

    @_noLocks
    private static func inReach(_ speed: Double) -> Double { clamped(speed, 0.05, 10, or: 1) }

    /// Source position (frames) heard at output frame `whole` + `fraction`.
    @_noLocks
    func position(of whole: Int, fraction: Double) -> Double {
        let distance = Double(whole - anchorFrame) + fraction
        return anchorSource + distance * (distance < 0 ? previousSpeed : speed)
    }

    /// Frames of source that must have been pushed before `render(upTo: frame)`; grows as evenly as the tempo.
    @_noLocks
    func sourceNeeded(upTo frame: Int) -> Int {
        let nominal = anchorSource + Double(max(0, frame - anchorFrame)) * max(speed, wantedSpeed)
        return Int(nominal) + aheadFrames
    }

    /// Source frames taken so far.
    var pushed: Int { @_noLocks get { source.written } }

    /// Takes source frames of both channels; within `Chain` as many as `sourceNeeded` asks for, alone as `framesNeeded` answers.
    @_noLocks
    mutating func push(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, frames: Int) {
        source.write(left: left, right: right, frames: frames)
        search.follow(source)
        onsets.follow(source, coarse: search.coarse)
    }

    /// Makes output frames until `frame` of them exist.
    @_noLocks
    mutating func render(upTo frame: Int, into output: inout AudioRing) {
        while produced < frame {
            let run = nextRun(upTo: frame)
            output.write(left: run.left, right: run.right, frames: run.frames)
        }
    }

    /// The next 1…256 output frames, none past `frame`, where they lie: in the source, or cross-faded in the chunk.
    @_noLocks @inline(__always)
    mutating func nextRun(upTo frame: Int) -> (left: UnsafePointer<Float>, right: UnsafePointer<Float>, frames: Int) {
        if produced == nextLook { look() }
        let count = min(256, min(frame, nextLook) - produced)
        let left = source.left(at: produced + offset)
        let right = source.right(at: produced + offset)
        let faded = produced - fadeStart
        if offset != oldOffset && faded < fadeFrames {
            let run = min(count, fadeFrames - faded)
            crossFade(left, right, faded: faded, frames: run)
            produced += run
            return (UnsafePointer(chunkLeft), UnsafePointer(chunkRight), run)
        }
        produced += count
        return (left, right, count)
    }

    /// Two alike sounds keep their level when their amplitudes sum to one, two unlike ones when their powers do:
    /// the sum is divided by its expected level √(up² + down² + 2·likeness·up·down) = √(1 − 2·(1 − likeness)·up·down).
    @_noLocks
    private func crossFade(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, faded: Int, frames: Int) {
        let oldLeft = source.left(at: produced + oldOffset)
        let oldRight = source.right(at: produced + oldOffset)
        let unlikeness = Lanes(repeating: 2 * (1 - likeness))
        let one = Lanes(repeating: 1)
        let step = Lanes(repeating: 1 / Float(fadeFrames))
        let places = Lanes(0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 10.5, 11.5, 12.5, 13.5, 14.5, 15.5)
        var frame = 0
        while frame < frames {
            let place = (places + Lanes(repeating: Float(faded + frame))) * step
            let up = place * place * (Lanes(repeating: 3) - place - place)
            let down = one - up
            let level = (one - unlikeness * up * down).inverseRoot
            let fromLeft = (oldLeft + frame).lanes
            let fromRight = (oldRight + frame).lanes
            (chunkLeft + frame).store((fromLeft * down + (left + frame).lanes * up) * level)
            (chunkRight + frame).store((fromRight * down + (right + frame).lanes * up) * level)
            frame += 16
        }
    }

    /// Decides whether the running piece goes on; a new speed begins here.
    @_noLocks
    private mutating func look() {
        let nominal = position(of: produced, fraction: 0)
        anchorSource = nominal
        anchorFrame = produced
        previousSpeed = speed
        speed = wantedSpeed
        nextLook = produced + plan.lookEvery
        guard produced >= busyUntil else { return nextLook = min(nextLook, busyUntil) }
        let here = produced + offset
        switch plan.step(
            here: here, nominal: nominal, speed: speed, past: onsets.last(before: here), next: onsets.first(from: here))
        {
        case .goOn:
            break
        case .hold(let frames):
            busyUntil = produced + frames
        case .splice(let lowest, let highest, let fade):
            // Compared where both sound alike loud.
            let middle = max(0, fade - plan.template) / 2
            let match = search.best(
                in: source, like: here + middle, window: plan.template, from: lowest + middle, to: highest + middle)
            oldOffset = offset
            offset = match.frame - middle - produced
            likeness = max(0, match.likeness)
            fadeStart = produced
            fadeFrames = fade
            busyUntil = produced + fade
        }
    }

    /// Back to the first frame, as if nothing had been pushed.
    @_noLocks
    public mutating func reset() {
        source.reset()
        search.reset()
        onsets.reset()
        speed = wantedSpeed
        previousSpeed = wantedSpeed
        anchorFrame = 0
        anchorSource = 0
        offset = 0
        oldOffset = 0
        fadeStart = 0
        nextLook = 0
        busyUntil = 0
        produced = 0
    }
}
