import DSP

/// Decides when a wish becomes sound. Colour (filter, wet level, gain) follows at once; key, tempo and the kind of effect wait for
/// the next beat or bar of the piece, but never too long: where the bar is too far away for the beat, then for the half beat, else
/// not at all.
///
/// Runs on the player's thread, without locks or allocation. Positions are exact output frames, so block sizes make no difference.
public struct Conductor: ~Copyable {
    /// The longest that a wish waits for a bar unless asked otherwise, in seconds.
    public static let usualLongestWait = 2.0
    /// The longest that it waits for a beat, in seconds.
    private static var longestBeatWait: Double { @_noLocks get { 1 } }

    /// Keeps the first grid alive; later ones are kept by their owners.
    private let grid: BeatGrid?
    private var marks: BeatMarks?
    /// Source frames per output frame at tempo 1.
    private let sourceFramesPerOutputFrame: Double
    private var sounding: ChainParameters
    private var wished: ChainParameters
    /// The part of the gain that belongs to key, tempo and effect: now, and as wished.
    private var soundingStructureDecibels: Float = 0
    private var wishedStructureDecibels: Float = 0
    private var isWaiting = false
    private var dueFrame: Int64 = 0
    /// The longest waits, in output frames.
    private let longestBarFrames: Double
    private let longestBeatFrames: Double
    private var hasMissedBar = false

    /// - Parameters:
    ///   - start: what the chain plays at first.
    ///   - structureDecibels: as in `wish`.
    ///   - grid: nil when the piece has none: then every wish acts at once.
    ///   - sourceRate, outputRate: of the piece and of the sound card, in Hz.
    ///   - longestWait: seconds that a wish may wait for a bar, and at most a second of them for a beat; 0 lets everything act at once.
    public init(
        start: ChainParameters, structureDecibels: Float = 0, grid: BeatGrid?, sourceRate: Double, outputRate: Double,
        longestWait: Double = Conductor.usualLongestWait
    ) {
        longestBarFrames = longestWait * outputRate
        longestBeatFrames = min(longestWait, Conductor.longestBeatWait) * outputRate
        soundingStructureDecibels = structureDecibels
        self.grid = grid
        marks = grid?.marks
        sourceFramesPerOutputFrame = sourceRate / outputRate
        sounding = start
        wished = start
    }

    /// Takes a new wish and returns what to set the chain to now: the wish itself, or its colour alone.
    /// - Parameters:
    ///   - structureDecibels: the part of its gain that compensates for key, tempo and effect, and so waits with them.
    ///   - newMarks: of a grid found since; nil keeps the present one. Its memory must outlive the conductor.
    ///   - tempoIsGiven: it follows another's clock, and waits for nothing.
    ///   - outputFrame: the next frame to be rendered.
    ///   - sourcePosition: the source frame heard at it.
    @_noLocks public mutating func wish(
        _ parameters: ChainParameters, structureDecibels: Float = 0, marks newMarks: BeatMarks? = nil, quantise: Quantise,
        tempoIsGiven: Bool = false, outputFrame: Int64, sourcePosition: Double
    ) -> ChainParameters {
        if let newMarks { marks = newMarks }
        if tempoIsGiven { sounding.tempo = parameters.tempo }
        wished = parameters
        wishedStructureDecibels = structureDecibels
        let changesStructure =
            parameters.semitones != sounding.semitones || parameters.tempo != sounding.tempo
            || !parameters.effect.isSameEffect(as: sounding.effect)
        guard changesStructure else {
            isWaiting = false
            sounding = parameters
            soundingStructureDecibels = structureDecibels
            return sounding
        }
        var actsAtOnce = false
        if case .now = quantise { actsAtOnce = true }
        if !isWaiting || actsAtOnce {
            dueFrame = outputFrame + (actsAtOnce ? 0 : waitFrames(quantise, sourcePosition))
            isWaiting = dueFrame > outputFrame
        }
        if isWaiting {
            sounding.filter = parameters.filter
            sounding.splicesAlone = parameters.splicesAlone
            sounding.gainDecibels = parameters.gainDecibels - structureDecibels + soundingStructureDecibels
            if parameters.effect.isSameEffect(as: sounding.effect) { sounding.effect = parameters.effect }
        } else {
            sounding = parameters
            soundingStructureDecibels = structureDecibels
        }
        return sounding
    }

    /// The grid that is waited for.
    public var beatMarks: BeatMarks? { @_noLocks get { marks } }

    /// Output frames to render before the pending change acts; `Int.max` when there is none.
    @_noLocks public borrowing func framesUntilChange(from outputFrame: Int64) -> Int {
        isWaiting ? Int(max(dueFrame - outputFrame, 0)) : Int.max
    }

    /// The pending change, to be set now; call it when `framesUntilChange` is 0.
    @_noLocks public mutating func takeChange() -> ChainParameters {
        isWaiting = false
        sounding = wished
        soundingStructureDecibels = wishedStructureDecibels
        return sounding
    }

    /// Waits for these marks from here on, as in `wish`.
    @_noLocks public mutating func take(_ newMarks: BeatMarks) { marks = newMarks }

    /// From here on these parameters sound, whatever waited; `newMarks` as in `wish`.
    @_noLocks public mutating func restart(_ parameters: ChainParameters, structureDecibels: Float, marks newMarks: BeatMarks?) {
        if let newMarks { marks = newMarks }
        isWaiting = false
        (sounding, wished) = (parameters, parameters)
        (soundingStructureDecibels, wishedStructureDecibels) = (structureDecibels, structureDecibels)
    }

    /// Whether a wish that asked for a bar since the last call was given an earlier place, because the bar is too far away.
    @_noLocks public mutating func takeMissedBar() -> Bool {
        let missed = hasMissedBar
        hasMissedBar = false
        return missed
    }

    /// Output frames that a change of this kind waits from `sourcePosition` on.
    @_noLocks public mutating func waitFrames(_ quantise: Quantise, _ sourcePosition: Double) -> Int64 {
        guard let marks else { return 0 }
        if case .now = quantise { return 0 }
        let sourceFramesPerFrame = sounding.tempo * sourceFramesPerOutputFrame
        if case .bar = quantise {
            let barWait = marks.framesToNext(.bar, after: sourcePosition) / sourceFramesPerFrame
            if barWait <= longestBarFrames { return wholeFrames(barWait) }
            hasMissedBar = true
        }
        let beatWait = marks.framesToNext(.beat, after: sourcePosition) / sourceFramesPerFrame
        if beatWait <= longestBeatFrames { return wholeFrames(beatWait) }
        let halfBeat = marks.framesPerBeat / 2 / sourceFramesPerFrame
        let halfWait = beatWait - Double(Int64(beatWait / halfBeat)) * halfBeat
        return halfWait <= longestBeatFrames ? wholeFrames(halfWait) : 0
    }

    /// Rounds to nearest; `rounded()` takes a rounding rule, whose metadata `@_noLocks` forbids.
    private borrowing func wholeFrames(_ frames: Double) -> Int64 { Int64(frames + 0.5) }
}
