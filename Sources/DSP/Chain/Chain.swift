// DSP: sound as arithmetic: stretch, resample, filter, colour, limit; `Chain` strings them together.
// May import CMath and nothing else; no clock, thread, file, Foundation; also compiles as Embedded Swift.
// Source frames come from Session by `push`, finished frames leave by `process`; parameters arrive through `set`.

/// Everything between a song and a sound card: stretch → pitch shift and rate → filters → effects → gain → limiter.
///
/// Pull model: ask `framesNeeded`, `push` that many source frames, then `process`. Output frame 0 is source frame 0 (then
/// delayed by `latencyFrames`). The same calls give the same bytes, and the way the output is cut into calls does not matter
/// as long as `set` falls on the same frames. Call `set` before `framesNeeded`, not between it and `process`.
///
/// Nothing here allocates or waits after `init`. Parameters outside their ranges are clamped (see `ChainParameters`);
/// NaN and infinite samples are taken as silence.
public struct Chain: ~Copyable {
    /// The most frames one `process` makes.
    public static var maximumFrames: Int { @_noLocks get { 64 } }

    private var stages: Stages

    /// Rates in Hz, 4 000…384 000 (outside: clamped; NaN: 44 100). Takes about 50 ms: filters are computed here.
    /// `quality`: of other tempos and keys than the song's own.
    public init(sourceRate: Double, outputRate: Double, parameters: ChainParameters, quality: StretchQuality = .normal) {
        stages = Stages(
            sourceRate: clamped(sourceRate, 4000, 384_000, or: 44_100),
            outputRate: clamped(outputRate, 4000, 384_000, or: 44_100), parameters: parameters, quality: quality)
    }

    /// Gives the chain's memory back, for whoever keeps it behind a pointer: Embedded Swift cannot end a noncopyable value of another module.
    @inline(never)
    public consuming func end() {}

    /// Output frames that `process` lags behind `sourcePosition`.
    public var latencyFrames: Int { @_noLocks get { Limiter.lookAheadFrames } }

    /// Glides and cross-fades to `parameters` from the next frame on.
    @_noLocks
    public mutating func set(_ parameters: ChainParameters) { stages.set(parameters, atOnce: false) }

    /// Back to frame 0 with `parameters`, as if it had just been made: nothing pushed, no tail, nothing gliding.
    @_noLocks
    public mutating func restart(_ parameters: ChainParameters) { stages.restart(parameters) }

    /// Source frames to push before the next `outputFrames` (0…`maximumFrames`) frames can be processed; 0 when enough
    /// are there.
    @_noLocks
    public func framesNeeded(_ outputFrames: Int) -> Int {
        precondition(outputFrames >= 0 && outputFrames <= Self.maximumFrames, "Chain makes 0…maximumFrames frames at once")
        return stages.framesNeeded(outputFrames)
    }

    /// Takes source frames, at most what `framesNeeded` answered. Past the song's end push zeros.
    @_noLocks
    public mutating func push(left: UnsafePointer<Float>, right: UnsafePointer<Float>, frames: Int) {
        stages.push(left, right, frames: frames)
    }

    /// Makes exactly `frames` (0…`maximumFrames`) output frames; longer blocks are made in several calls, each after its own
    /// `framesNeeded` and `push`, because as many source frames as one call can need are kept.
    @_noLocks
    public mutating func process(left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int) {
        precondition(frames >= 0 && frames <= Self.maximumFrames, "Chain makes 0…maximumFrames frames at once")
        stages.process(left, right, frames: frames)
    }

    /// Source frame heard at the next output frame (before the limiter's latency).
    public var sourcePosition: Double { @_noLocks get { stages.sourcePosition } }

    /// No sample of the last 0.1 s of output (and of one delay time more, when the delay sounds) was louder than −60 dB of full
    /// scale; true before anything was played.
    public var isSilent: Bool { @_noLocks get { stages.isSilent } }
}
