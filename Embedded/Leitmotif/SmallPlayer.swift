import DSP
import Heart
import Mood

/// The sound of a small session: wishes come through a mailbox, the song from memory, and what takes effect goes back through a ring. All
/// memory is taken in `init`; belongs to the thread that calls `render`.
struct SmallPlayer: ~Copyable {
    private static var blockFrames: Int { @_noLocks get { 256 } }

    private var outputFrame: Int64 = 0
    /// Behind a pointer, see `Chain.end`.
    private let chain: UnsafeMutablePointer<Chain>
    private var conductor: Conductor
    private var song: LoopedSamples
    private var wishes: MailboxReader<Wish>
    private var wish: Wish
    private var applied: Producer<AppliedChange>
    /// Planar: two channels of what goes in, two of what comes out.
    private let memory: UnsafeMutablePointer<Float>

    init(
        song: LoopedSamples, sourceRate: Double, outputRate: Double, quality: StretchQuality, start: Wish, grid: BeatGrid?,
        wishes: consuming MailboxReader<Wish>, applied: consuming Producer<AppliedChange>
    ) {
        chain = .allocate(capacity: 1)
        chain.initialize(to: Chain(sourceRate: sourceRate, outputRate: outputRate, parameters: start.parameters, quality: quality))
        conductor = Conductor(
            start: start.parameters, structureDecibels: start.structureDecibels, grid: grid, sourceRate: sourceRate,
            outputRate: outputRate)
        self.song = song
        self.wishes = wishes
        self.applied = applied
        wish = start
        memory = .allocate(capacity: 4 * SmallPlayer.blockFrames)
        memory.initialize(repeating: 0, count: 4 * SmallPlayer.blockFrames)
    }

    deinit {
        chain.move().end()
        chain.deallocate()
        memory.deallocate()
    }

    /// The next `frames` frames, interleaved stereo.
    @_noLocks mutating func render(_ output: UnsafeMutablePointer<Float>, frames: Int) {
        if wishes.take(into: &wish) {
            apply(
                conductor.wish(
                    wish.parameters, structureDecibels: wish.structureDecibels, quantise: wish.quantise, outputFrame: outputFrame,
                    sourcePosition: chain.pointee.sourcePosition))
        }
        let left = memory + 2 * SmallPlayer.blockFrames
        let right = memory + 3 * SmallPlayer.blockFrames
        var done = 0
        while done < frames {
            let untilChange = conductor.framesUntilChange(from: outputFrame)
            if untilChange == 0 {
                apply(conductor.takeChange())
                continue
            }
            var count = frames - done
            if count > Chain.maximumFrames { count = Chain.maximumFrames }
            if count > untilChange { count = untilChange }
            feed(chain.pointee.framesNeeded(count))
            chain.pointee.process(left: left, right: right, frames: count)
            for frame in 0..<count {
                output[2 * (done + frame)] = left[frame]
                output[2 * (done + frame) + 1] = right[frame]
            }
            outputFrame += Int64(count)
            done += count
        }
    }

    @_noLocks private mutating func apply(_ parameters: ChainParameters) {
        chain.pointee.set(parameters)
        // Nobody takes events: then the newest are lost, and the sound goes on.
        _ = applied.push(AppliedChange(outputFrame: outputFrame, sourcePosition: chain.pointee.sourcePosition, parameters: parameters))
    }

    @_noLocks private mutating func feed(_ frames: Int) {
        var missing = frames
        while missing > 0 {
            let count = missing < SmallPlayer.blockFrames ? missing : SmallPlayer.blockFrames
            song.read(left: memory, right: memory + SmallPlayer.blockFrames, count: count)
            chain.pointee.push(left: memory, right: memory + SmallPlayer.blockFrames, frames: count)
            missing -= count
        }
    }
}

/// These parameters act from an output frame on.
struct AppliedChange: BitwiseCopyable, Sendable {
    var outputFrame: Int64
    var sourcePosition: Double
    var parameters: ChainParameters
}
