import CMath

/// TEMPORARY tuning
public struct StretchTuning: Sendable {
    public var windowSeconds = 0.012
    public var spacingSeconds = 0.040
    public var reachSeconds = 0.012
    public var bias: Float = 0.1
    public var stepSeconds = 0.003
    public var guardSeconds = 0.0015
    public var afterSeconds = 0.004
    public var slackSeconds = 0.004
    public var patienceSeconds = 0.06
}
nonisolated(unsafe) public var stretchTuning = StretchTuning()

/// Changes tempo without changing pitch by splicing (WSOLA, Verhelst & Roelands 1993).
///
/// Sound is copied 1:1 from the source until it has drifted too far from where the tempo wants it; then it jumps to the
/// place in reach that continues most alike, cross-faded over one window. At tempo 1 nothing ever jumps: the output is
/// the input, bit for bit. Both channels jump together, so the stereo image is exact.
///
/// Output frame m hears source frame `position(of: m)`, which is exact at any tempo and the first is 0.
public struct Stretcher: ~Copyable {
    private var source: AudioRing
    private var search: SpliceSearch
    private var onsets: OnsetFinder
    private let fade: UnsafeMutablePointer<Float>
    private let chunkLeft: UnsafeMutablePointer<Float>
    private let chunkRight: UnsafeMutablePointer<Float>
    /// Frames: cross-fade and correlation window; usual distance of splices; half the range of candidates; how often to look.
    private let window: Int
    private let spacing: Int
    private let reach: Int
    private let lookEvery: Int
    /// What must stay whole before and after an onset; how much too early or late one may come; how far the tempo may be
    /// neglected for the sake of onsets.
    private let guardFrames: Int
    private let afterFrames: Int
    private let slack: Int
    private let patience: Int

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
    private var likeness: Float = 1
    private var nextLook = 0
    /// Output frames made so far.
    private(set) var produced = 0

    /// - Parameters:
    ///   - rate: source rate in Hz.
    ///   - speed: source frames per output frame, 0.05…10.
    public init(rate: Double, speed: Double) {
        self.speed = speed
        wantedSpeed = speed
        previousSpeed = speed
        let tuning = stretchTuning
        window = Int(tuning.windowSeconds * rate)
        spacing = Int(tuning.spacingSeconds * rate)
        reach = Int(tuning.reachSeconds * rate)
        lookEvery = max(16, Int(tuning.stepSeconds * rate))
        guardFrames = Int(tuning.guardSeconds * rate)
        afterFrames = Int(tuning.afterSeconds * rate)
        slack = Int(tuning.slackSeconds * rate)
        patience = Int(tuning.patienceSeconds * rate)
        onsets = OnsetFinder(rate: rate)
        let widest = patience + 10 * (spacing + lookEvery) + 2 * reach + 3 * window
        source = AudioRing(minimumFrames: 2 * widest + 4096)
        search = SpliceSearch(rate: rate, ringFrames: source.capacity, maximumFrames: 2 * reach + 64)
        fade = .zeroed(window)
        chunkLeft = .zeroed(256)
        chunkRight = .zeroed(256)
        for index in 0..<window {
            fade[index] = Float(0.5 - 0.5 * math_cos(Double.pi * (Double(index) + 0.5) / Double(window)))
        }
    }

    deinit {
        fade.deallocate()
        chunkLeft.deallocate()
        chunkRight.deallocate()
    }

    /// Source frames per output frame, 0.05…10; acts at the next look, at most 3 ms of output later.
    @_noLocks
    public mutating func set(speed newSpeed: Double) { wantedSpeed = newSpeed }

    /// Source position (frames) heard at output frame `whole` + `fraction`.
    @_noLocks
    public func position(of whole: Int, fraction: Double) -> Double {
        let distance = Double(whole - anchorFrame) + fraction
        return anchorSource + distance * (distance < 0 ? previousSpeed : speed)
    }

    /// Frames of source that must have been pushed before `render(upTo: frame)`; grows as evenly as the tempo.
    @_noLocks
    public func sourceNeeded(upTo frame: Int) -> Int {
        let fastest = max(speed, wantedSpeed)
        let nominal = position(of: anchorFrame, fraction: 0) + Double(max(0, frame - anchorFrame)) * fastest
        let ahead = max(tolerance(speed), tolerance(wantedSpeed)) + Double(2 * reach + 4 * window + spacing + lookEvery + patience)
        return Int(nominal + ahead) + 64
    }

    var pushed: Int { @_noLocks get { source.written } }

    @_noLocks
    public mutating func push(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, frames: Int) {
        source.write(left: left, right: right, frames: frames)
        search.follow(source)
        onsets.follow(source)
    }

    /// How far, in frames, a piece may run off before the next splice.
    @_noLocks
    private func tolerance(_ speed: Double) -> Double { Double(reach) + abs(1 - speed) * Double(spacing) / 2 }

    /// Makes output frames until `frame` of them exist.
    @_noLocks
    mutating func render(upTo frame: Int, into output: inout AudioRing) {
        while produced < frame {
            if produced == nextLook { look() }
            let count = min(256, min(frame, nextLook) - produced)
            let left = source.left(at: produced + offset)
            let right = source.right(at: produced + offset)
            let faded = produced - fadeStart
            if offset != oldOffset && faded < window {
                let run = min(count, window - faded)
                crossFade(left, right, faded: faded, frames: run)
                output.write(left: chunkLeft, right: chunkRight, frames: run)
                produced += run
            } else {
                output.write(left: left, right: right, frames: count)
                produced += count
            }
        }
    }

    /// Two alike sounds keep their level when their amplitudes sum to one, two unlike ones when their powers do:
    /// the sum is divided by its expected level for the likeness that the search measured.
    @_noLocks
    private func crossFade(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, faded: Int, frames: Int) {
        let oldLeft = source.left(at: produced + oldOffset)
        let oldRight = source.right(at: produced + oldOffset)
        for frame in 0..<frames {
            let up = fade[faded + frame]
            let down = 1 - up
            let level = 1 / (up * up + down * down + 2 * likeness * up * down).root
            chunkLeft[frame] = (oldLeft[frame] * down + left[frame] * up) * level
            chunkRight[frame] = (oldRight[frame] * down + right[frame] * up) * level
        }
    }

    /// Decides whether the running piece may go on.
    @_noLocks
    private mutating func look() {
        let now = position(of: produced, fraction: 0)
        anchorSource = now
        anchorFrame = produced
        previousSpeed = speed
        speed = wantedSpeed
        nextLook = produced + lookEvery
        let here = produced + offset
        let drift = Double(here) - now
        let limit = tolerance(speed)
        let centre = Int(now - (1 - speed) * Double(spacing) / 2)
        var lowest = max(0, centre - reach)
        var highest = centre + reach
        var mustSplice = abs(drift + (1 - speed) * Double(lookEvery)) > limit
        if speed != 1 && abs(drift) < limit + Double(patience) {
            let past = onsets.last(before: here)
            let next = onsets.first(from: here)
            if here - past < afterFrames { return }
            if next != Int.max {
                // Output frames until the onset is due, and until the running piece plays it.
                let due = Int((Double(next) - now) / speed)
                let plays = next - here
                if due <= window + lookEvery + guardFrames && due > -slack {
                    if abs(plays - due) <= slack || due < guardFrames {
                        if plays <= window + 2 * lookEvery + guardFrames { nextLook = produced + plays + 1 }
                        if abs(plays - due) <= slack { return }
                    } else {
                        mustSplice = true
                        lowest = next - due - slack
                        highest = next - due + slack
                    }
                } else if due > 0 {
                    highest = min(highest, next - guardFrames - window)
                    if plays < window + lookEvery + guardFrames && due > plays + slack { mustSplice = true }
                }
            }
            if speed < 1 {
                lowest = max(lowest, past + afterFrames)
                highest = min(highest, here - window / 2)
                if mustSplice && highest < lowest { return }
            }
        }
        if mustSplice { splice(from: lowest, to: max(lowest + 1, highest)) }
    }

    @_noLocks
    private mutating func splice(from lowest: Int, to highest: Int) {
        let match = search.best(
            in: source, like: produced + offset, window: window, from: max(0, lowest), to: max(1, highest),
            favoured: (lowest + highest) / 2, bias: stretchTuning.bias)
        oldOffset = offset
        offset = match.frame - produced
        likeness = max(0, match.likeness)
        fadeStart = produced
        nextLook = produced + window
    }

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
        produced = 0
    }
}
