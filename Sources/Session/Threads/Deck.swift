import DSP
import Mood
import Synchronization

/// A song with a chain and a conductor of its own: what a player plays, or holds ready until a mood asks for it.
struct Deck: ~Copyable {
    let sourceRate: Double
    /// Source frames for an output frame, at tempo 1.
    let sourceFramesPerFrame: Double
    private var chain: Chain
    private var conductor: Conductor
    private var song: SongReader
    /// The memory of the song's buffer, which `song` keeps alive.
    private let songMemory: UnsafeMutablePointer<Float>
    private let songFrames: Unmanaged<SongBuffer>
    private let gauges: PlayerGauges
    private(set) var wish: Wish
    private var block = SongBlock(index: 0)
    private var hasBlock = false
    private var blockOffset = 0
    private var songHasEnded = false
    /// Source frame that comes next from the song, through every pass.
    private var streamFrame = 0.0
    /// The one at which the chain began.
    private(set) var firstFrame = 0.0
    /// Source frames of silence that stood in for late data.
    private var silentSourceFrames = 0.0
    /// As the song claims; 0 when it claims none.
    private let claimedFrames: Double
    private let silence: UnsafeMutablePointer<Float>

    /// - Parameters:
    ///   - outputRate: output frames a second; a song of another rate is resampled.
    ///   - start: what sounds from its first frame on.
    ///   - grid: the song's, when it is known beforehand.
    ///   - longestWait: seconds that a change may wait for a bar.
    ///   - quality: of other tempos and keys than the song's own.
    ///   - frameCount: the length that the song claims.
    init(
        song: consuming SongReader, outputRate: Double, start: Wish, grid: BeatGrid?, longestWait: Double, quality: StretchQuality,
        frameCount: Int?, gauges: PlayerGauges
    ) {
        sourceRate = song.sampleRate
        sourceFramesPerFrame = song.sampleRate / outputRate
        chain = Chain(sourceRate: song.sampleRate, outputRate: outputRate, parameters: start.parameters, quality: quality)
        conductor = Conductor(
            start: start.parameters, structureDecibels: start.structureDecibels, grid: grid, sourceRate: song.sampleRate,
            outputRate: outputRate, longestWait: longestWait)
        songMemory = song.buffer.memory
        songFrames = .passUnretained(song.buffer)
        self.song = song
        self.gauges = gauges
        wish = start
        claimedFrames = Double(frameCount ?? 0)
        silence = .allocate(capacity: SongBlock.capacityFrames)
        silence.initialize(repeating: 0, count: SongBlock.capacityFrames)
    }

    deinit { silence.deallocate() }

    /// Source frame of the song heard now, so that beats stay where they are in the song after an underrun.
    var songPosition: Double {
        @_noLocks get {
            let position = firstFrame + chain.sourcePosition - silentSourceFrames
            return position > 0 ? position : 0
        }
    }
    /// Frames by which the sound lags behind the position.
    var latencyFrames: Int { chain.latencyFrames }
    /// The song is over and every tail has decayed.
    var isSilent: Bool { songHasEnded && chain.isSilent }
    /// Nil without a grid.
    var marks: BeatMarks? { @_noLocks get { conductor.beatMarks } }
    /// Source frames of one pass, 0 as long as nobody knows.
    var lengthFrames: Double {
        @_noLocks get {
            let known = songFrames._withUnsafeGuaranteedRef { $0.songFrames.load(ordering: .relaxed) }
            return known > 0 ? Double(known) : claimedFrames
        }
    }

    // MARK: - Wishes

    /// Takes a wish at an output frame, and sets what acts now; returns that.
    @_noLocks mutating func take(_ new: Wish, at outputFrame: Int64) -> ChainParameters {
        wish = new
        let parameters = conductor.wish(
            new.parameters, structureDecibels: new.structureDecibels, marks: new.marks, quantise: new.quantise, tempoIsGiven: new.tempoIsGiven, outputFrame: outputFrame,
            sourcePosition: songPosition)
        chain.set(parameters)
        return parameters
    }

    /// The same wish at another level of the session.
    /// - Returns: what acts now; nil when nothing changes.
    @_noLocks mutating func take(levelDecibels: Float, at outputFrame: Int64) -> ChainParameters? {
        if levelDecibels == wish.levelDecibels { return nil }
        var same = wish
        let gain = wish.ownDecibels + levelDecibels
        same.parameters.gainDecibels = gain > -60 && levelDecibels > -60 ? gain : -60
        same.levelDecibels = levelDecibels
        same.marks = nil
        return take(same, at: outputFrame)
    }

    @_noLocks borrowing func framesUntilChange(from outputFrame: Int64) -> Int { conductor.framesUntilChange(from: outputFrame) }

    /// What has waited acts now; returns it.
    @_noLocks mutating func takeChange() -> ChainParameters {
        let parameters = conductor.takeChange()
        chain.set(parameters)
        return parameters
    }

    @_noLocks mutating func takeMissedBar() -> Bool { conductor.takeMissedBar() }

    /// Beats that were found since; whoever hands them on keeps their memory.
    @_noLocks mutating func take(_ marks: BeatMarks) { conductor.take(marks) }

    /// Output frames until another song may take over.
    @_noLocks mutating func waitFrames(_ quantise: Quantise) -> Int64 { conductor.waitFrames(quantise, songPosition) }

    // MARK: - Held ready

    /// How far a place in one pass lies ahead of what comes next from the song, in source frames; negative when it has gone by, but
    /// not for long: then the next pass is meant.
    /// - Parameter waits: for a place that has just gone by; otherwise it is always that of the next pass.
    @_noLocks private func distance(to place: Double, waits: Bool = true) -> Double {
        let length = lengthFrames
        if length <= 0 { return place - streamFrame }
        let inside = streamFrame - Double(Int64(streamFrame / length)) * length
        var distance = place - inside
        // Gone by for less than this, it is soon reached by the song that plays.
        let patience = !waits ? 0.5 : length < 12 * sourceRate ? length / 2 : 6 * sourceRate
        if distance < -patience { distance += length }
        return distance
    }

    /// Lets go of what lies before a place in one pass, so that the song is read on to there.
    @_noLocks mutating func follow(_ place: Double, waits: Bool = true) {
        var left = distance(to: place, waits: waits)
        while left >= Double(block.frames - blockOffset) {
            left -= Double(block.frames - blockOffset)
            streamFrame += Double(block.frames - blockOffset)
            nextBlock()
            if !hasBlock { return }
        }
    }

    /// Begins at a place in one pass, if the song has been read up to there; false, and nothing changes, where it has not.
    @_noLocks mutating func begin(_ new: Wish, at place: Double, waits: Bool = true) -> Bool {
        follow(place, waits: waits)
        let left = distance(to: place, waits: waits)
        if left < -0.5 || !hasBlock || left >= Double(block.frames - blockOffset) { return false }
        blockOffset += Int(left + 0.5)
        if blockOffset > block.frames { blockOffset = block.frames }
        streamFrame += Double(Int(left + 0.5))
        firstFrame = streamFrame
        silentSourceFrames = 0
        wish = new
        conductor.restart(new.parameters, structureDecibels: new.structureDecibels, marks: new.marks)
        chain.restart(new.parameters)
        return true
    }

    // MARK: - Played again

    /// From the next frame on these sound.
    mutating func set(_ parameters: ChainParameters) { chain.set(parameters) }

    /// Lets go of what lies before a frame of the stream, which is where the song begins.
    /// - Returns: the frames that are missing up to there because no more has been read; nil when none is.
    mutating func drop(to frame: Double) -> Double? {
        while true {
            let available = Double(block.frames - blockOffset)
            if hasBlock, frame - streamFrame < available {
                blockOffset += Int(max(frame - streamFrame, 0))
                streamFrame = max(frame, streamFrame)
                firstFrame = streamFrame
                return nil
            }
            streamFrame += available
            nextBlock()
            if !hasBlock { return max(frame - streamFrame, 0) }
        }
    }

    /// The song was read on by so many frames that never came here.
    mutating func passOver(_ frames: Double) { streamFrame += frames }

    /// What comes next from the song, through every pass.
    var nextFrame: Double { streamFrame }

    /// As if the song began here, with these parameters.
    mutating func restart(_ parameters: ChainParameters) { chain.restart(parameters) }

    // MARK: - Sound

    /// Renders the next `frames` (0…`Chain.maximumFrames`) frames.
    @_noLocks mutating func render(_ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, frames: Int) {
        feed(chain.framesNeeded(frames))
        chain.process(left: left, right: right, frames: frames)
    }

    /// Pushes `frames` frames of the song into the chain; silence after its end or on an underrun.
    @_noLocks private mutating func feed(_ frames: Int) {
        var missing = frames
        while missing > 0 {
            if blockOffset == block.frames { nextBlock() }
            if !hasBlock {
                if !songHasEnded {
                    gauges.starvedQuanta.wrappingAdd(1, ordering: .relaxed)
                    silentSourceFrames += Double(missing)
                }
                while missing > 0 {
                    let count = missing < SongBlock.capacityFrames ? missing : SongBlock.capacityFrames
                    chain.push(left: silence, right: silence, frames: count)
                    missing -= count
                }
                return
            }
            let available = block.frames - blockOffset
            let count = available < missing ? available : missing
            let frame = songMemory + blockOffset
            chain.push(left: frame + block.leftOffset, right: frame + block.rightOffset, frames: count)
            blockOffset += count
            streamFrame += Double(count)
            missing -= count
        }
    }

    @_noLocks private mutating func nextBlock() {
        if hasBlock {
            if block.isLast { songHasEnded = true }
            _ = song.free.push(block)
        }
        hasBlock = song.filled.pop(into: &block)
        blockOffset = 0
        if !hasBlock { block.frames = 0 }
    }
}
