/// Changes tempo without changing pitch, in two ways.
///
/// By splicing (WSOLA, Verhelst & Roelands 1993): sound is copied 1:1 from the source until `SplicePlan` says to leave; then it
/// jumps to the place in reach that goes on most alike, cross-faded over up to 50 ms. At tempo 1 nothing ever jumps: the output
/// is the input, bit for bit. Both channels jump together, so the stereo image is exact.
///
/// By a phase-locked vocoder (`SpectralPath`; not in quality `light`), wherever there is time for it between two attacks: these
/// are copied still, each at its place, but what sustains after one has no splices. The vocoder begins with the copy's own
/// phases, hence without a seam; the next copy is faded into within 12 ms, from where it goes on most alike.
///
/// Output frame m hears source frame `position(of: m)`, which is exact at any tempo; the first is 0. `Stretcher+Stream` is the
/// way to use one alone, `Chain` the way to use one with everything else.
/// Cost: a copy, plus some 10 µs a splice, every 70 to 140 ms; the vocoder takes some 30 µs every 8 ms.
public struct Stretcher: ~Copyable {
    let plan: SplicePlan
    var source: AudioRing
    var search: SpliceSearch
    var onsets: OnsetFinder
    /// Not in quality `light`.
    private let hasPaths: Bool
    /// Not while splices alone are wanted.
    private(set) var takesPaths: Bool
    var path: SpectralPath
    /// What a path sounded like when it was left, for as long as it fades out.
    let leftPath: SplitBuffer
    /// How much of the source a decision may look at. As much at any speed, or a rise would ask for a heap of frames at once.
    let aheadFrames: Int
    let chunkLeft: UnsafeMutablePointer<Float>
    let chunkRight: UnsafeMutablePointer<Float>

    var speed: Double
    var wantedSpeed: Double
    /// Source position at output frame `anchorFrame`, and the speed before it.
    var anchorFrame = 0
    var anchorSource = 0.0
    var previousSpeed: Double
    /// Source frame minus output frame of the running piece, and of the one fading out.
    var offset = 0
    var oldOffset = 0
    var fadeStart = 0
    var fadeFrames = 1
    var fadesFrom = FadeSource.copy
    var likeness: Float = 1
    var nextLook = 0
    /// Until then nothing is decided: a cross-fade runs, or an onset is about to come.
    var busyUntil = 0
    /// Output frames made so far.
    private(set) var produced = 0

    /// - Parameters:
    ///   - rate: source rate in Hz, 4 000…384 000.
    ///   - speed: source frames per output frame, 0.05…10.
    ///   - quality: how sustained sound is stretched.
    public init(rate wantedRate: Double, speed wanted: Double, quality: StretchQuality = .normal) {
        let rate = clamped(wantedRate, 4000, 384_000, or: 44_100)
        let speed = Self.inReach(wanted)
        self.speed = speed
        wantedSpeed = speed
        previousSpeed = speed
        plan = SplicePlan(rate: rate)
        // What may still be fading out lies as far behind as the plan looks ahead.
        var ahead = Int(plan.lookAhead(10))
        var windowFrames = max(512, plan.template + 48)
        hasPaths = quality != .light
        takesPaths = hasPaths
        path = SpectralPath(
            size: Self.frameSize(quality, rate: rate), hops: quality == .best ? 8 : 4, finishedAhead: plan.onsetFade)
        if quality != .light {
            ahead = max(ahead, path.sight(speed: Self.fastestPath))
            windowFrames = max(windowFrames, path.size + 64)
        }
        source = AudioRing(minimumFrames: 2 * ahead + 2 * plan.longestFade + 8192, windowFrames: windowFrames)
        search = SpliceSearch(rate: rate, ringFrames: source.capacity, maximumFrames: 2 * plan.reach + 64)
        onsets = OnsetFinder(rate: rate, factor: search.factor)
        aheadFrames = ahead + max(search.lagFrames, onsets.lagFrames) + 64
        chunkLeft = .zeroed(256 + 16)
        chunkRight = .zeroed(256 + 16)
        leftPath = SplitBuffer(max(plan.onsetFade, 256) + 64)
    }

    deinit {
        chunkLeft.deallocate()
        chunkRight.deallocate()
        leftPath.deallocate()
    }

    /// Source frames per output frame, 0.05…10; acts within 3 ms of output. With `splicesAlone` no path is begun, and one that sounds is
    /// left as soon as it may be.
    @_noLocks
    public mutating func set(speed newSpeed: Double, splicesAlone: Bool = false) {
        wantedSpeed = Self.inReach(newSpeed)
        takesPaths = hasPaths && !splicesAlone
    }

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

    /// The next 1…256 output frames, none past `frame`, where they lie: in the source, in the path, or mixed in the chunk.
    @_noLocks @inline(__always)
    mutating func nextRun(upTo frame: Int) -> (left: UnsafePointer<Float>, right: UnsafePointer<Float>, frames: Int) {
        if produced == nextLook { look() }
        if produced >= path.nextPart { workOnPath() }
        let count = min(256, min(frame, min(nextLook, path.nextPart)) - produced)
        let left = source.left(at: produced + offset)
        let right = source.right(at: produced + offset)
        let faded = produced - fadeStart
        if faded < fadeFrames && (offset != oldOffset || !fadesFromCopy) {
            let run = min(count, fadeFrames - faded)
            fadeIn(left, right, faded: faded, frames: run)
            produced += run
            return (UnsafePointer(chunkLeft), UnsafePointer(chunkRight), run)
        }
        if path.isActive && produced + count > path.start {
            if produced >= path.copyEnd {
                let at = produced
                produced += count
                return (path.left(at: at), path.right(at: at), count)
            }
            path.render(produced, frames: count, copy: left, right, into: chunkLeft, chunkRight)
            produced += count
            return (UnsafePointer(chunkLeft), UnsafePointer(chunkRight), count)
        }
        produced += count
        return (left, right, count)
    }

    /// Back to the first frame, as if nothing had been pushed.
    @_noLocks
    public mutating func reset() {
        source.reset()
        search.reset()
        onsets.reset()
        path.reset()
        fadesFrom = .copy
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
