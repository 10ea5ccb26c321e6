/// The way through sustained sound that no splice disturbs: frames of a vocoder. It begins in a copy without a seam, because the
/// first frame is the copy itself, and ends wherever its caller fades into another copy.
///
/// A frame is made in parts, each due at an output frame of its own, so that no block bears a whole one.
struct SpectralPath: ~Copyable {
    let size: Int
    let hop: Int
    /// Source frames after an attack that stay a copy, and before one that no frame may be centred in.
    let attackReach: Int
    let attackRoom: Int
    /// Frames of output that are always finished in advance.
    let finishedAhead: Int
    private let partFrames: Int
    private let vocoder: Vocoder
    /// The copy's share of the output from the first frame's window on.
    private let copyShare: UnsafeMutablePointer<Float>
    private let sums: SplitBuffer
    private var finished: AudioRing
    private(set) var isActive = false
    /// Output frame at which the first frame's window begins: before it all is copy.
    private(set) var start = 0
    /// Output frame of the ring's frame 0.
    private var ringStart = 0
    /// Centre, in output frames, of the frame in the making, and the source frame there.
    private(set) var centre = 0
    private var place = 0.0
    private var part = 0
    /// Output frame at which the next part of the work is due; Int.max when none is.
    private(set) var nextPart = Int.max
    /// The attack after which this path began.
    private(set) var onset = 0

    /// - Parameters:
    ///   - size: of a frame, a power of two, 256 at least.
    ///   - hops: frames that sound at any time, 4 or 8.
    ///   - ahead: how far ahead the output is read.
    init(size: Int, hops: Int, finishedAhead ahead: Int) {
        self.size = size
        hop = size / hops
        attackReach = Int(0.4 * Double(size))
        attackRoom = Int(0.45 * Double(size))
        finishedAhead = ahead + 16
        partFrames = hop / 6
        let vocoder = Vocoder(size: size, hop: hop)
        copyShare = .zeroed(size + 16)
        for index in 0..<size - hop {
            var share: Float = 1
            for at in stride(from: index, through: 0, by: -hop) { share -= vocoder.share(at) }
            copyShare[index] = max(0, share)
        }
        self.vocoder = vocoder
        sums = SplitBuffer(size + hop)
        finished = AudioRing(minimumFrames: 2 * (finishedAhead + 2 * hop), windowFrames: 512)
    }

    deinit {
        copyShare.deallocate()
        sums.deallocate()
    }

    /// Output frames from the decision to begin until the first frame's window begins, at least.
    var lead: Int { @_noLocks get { finishedAhead + 4 * partFrames } }

    /// Source frames beyond the position now that the work may look at, onsets included.
    @_noLocks
    func sight(speed: Double) -> Int { Int(speed * Double(lead + size / 2 + hop)) + size }

    /// A copy that plays source frame p + `offset` at output frame p becomes a path; its last frame is centred at `centre`.
    @_noLocks
    mutating func begin(centre first: Int, offset: Int, onset: Int) {
        isActive = true
        self.onset = onset
        centre = first
        start = first + hop - size / 2
        place = Double(first + offset)
        ringStart = start - finished.written
        sums.clear(size)
        part = 0
        nextPart = start - lead
    }

    @_noLocks
    mutating func end() {
        isActive = false
        nextPart = Int.max
    }

    /// Does the part that is due. `nominal`: source position at `centre` + hop, by the tempo; `next`: the coming onset, Int.max when
    /// none is known; `highest`: the last source frame that may be looked at.
    @_noLocks
    mutating func work(_ source: borrowing AudioRing, nominal: Double, speed: Double, next: Int, highest: Int) {
        let half = size / 2
        switch part {
        case 0:
            let from = Int(place) - half
            vocoder.begin(source.left(at: from), source.right(at: from))
        case 1:
            centre += hop
            move(nominal: nominal, speed: speed, next: next, highest: highest - half)
            let from = Int(place) - half
            vocoder.take(source.left(at: from), source.right(at: from))
        case 2:
            let from = Int(place) - half - hop
            vocoder.takeBefore(source.left(at: from), source.right(at: from))
        case 3:
            vocoder.lock()
        default:
            vocoder.add(to: sums)
            finished.write(left: UnsafePointer(sums.real), right: UnsafePointer(sums.imaginary), frames: hop)
            sums.shift(by: hop, count: size)
            part = 1
            nextPart = centre + hop - half - finishedAhead - 3 * partFrames
            return
        }
        part += 1
        nextPart += partFrames
    }

    /// The next frame's place: a third of the way back to where it should be, and away from attacks, which belong to copies.
    @_noLocks @inline(__always)
    private mutating func move(nominal: Double, speed: Double, next: Int, highest: Int) {
        var aim = place + Double(hop) * speed
        aim += 0.35 * (nominal - aim)
        let off = Double(size)
        aim = clamped(aim, nominal - off, nominal + off, or: nominal)
        let lowest = onset + attackReach
        aim = max(aim, Double(lowest))
        if next != Int.max {
            let last = next - attackRoom
            let between = max(onset + attackReach * 6 / 10, (onset + next) / 2)
            aim = min(aim, Double(last > lowest ? last : between))
        }
        place = Double(Int(min(aim, Double(highest)) + 0.5))
    }

    /// Output frame from which nothing is heard of the copy.
    var copyEnd: Int { @_noLocks get { start + size - hop } }

    /// A finished output frame, `copyEnd` or later, and up to 256 more.
    @_noLocks
    func left(at frame: Int) -> UnsafePointer<Float> { finished.left(at: frame - ringStart) }

    @_noLocks
    func right(at frame: Int) -> UnsafePointer<Float> { finished.right(at: frame - ringStart) }

    /// What is heard from output frame `first` on, all of it finished. `left`, `right`: the copy there.
    @_noLocks
    func render(
        _ first: Int, frames: Int, copy left: UnsafePointer<Float>, _ right: UnsafePointer<Float>,
        into outLeft: UnsafeMutablePointer<Float>, _ outRight: UnsafeMutablePointer<Float>
    ) {
        var done = 0
        while done < frames {
            let at = first + done
            let edge = at < start ? start : at < copyEnd ? copyEnd : Int.max
            let count = min(256, min(frames - done, edge - at))
            if at >= start && at < copyEnd {
                mix(self.left(at: at), left + done, at - start, count, into: outLeft + done)
                mix(self.right(at: at), right + done, at - start, count, into: outRight + done)
            } else {
                (outLeft + done).copy(from: at < start ? left + done : self.left(at: at), count: count)
                (outRight + done).copy(from: at < start ? right + done : self.right(at: at), count: count)
            }
            done += count
        }
    }

    @_noLocks @inline(__always)
    private func mix(
        _ frames: UnsafePointer<Float>, _ copy: UnsafePointer<Float>, _ at: Int, _ count: Int,
        into out: UnsafeMutablePointer<Float>
    ) {
        for index in stride(from: 0, to: count, by: 16) {
            var sum = (frames + index).lanes
            sum.mad((copy + index).lanes, (copyShare + at + index).lanes)
            (out + index).store(sum)
        }
    }

    @_noLocks
    mutating func reset() {
        finished.reset()
        end()
    }
}
