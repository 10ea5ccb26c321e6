import Capture
import DSP
import Glibc
import Mood
import Synchronization

/// Listens to a song while it already plays: finds its beats, and how loud each mood makes it. Reports facts as they are found.
public final class SongStudy: Sendable {
    private struct Shared: Sendable {
        var facts: [Fact] = []
        var wanted: [ParameterMapping] = []
        var share: Double?
        /// What is known of the song so far; taken out by whoever works on it.
        var notes: SongNotes?
    }

    private let path: String
    private let open: @Sendable () throws(LeitmotifError) -> any SongSource
    private let needsBeats: Bool
    private let shared = Mutex(Shared())

    /// - Parameters:
    ///   - path: the song's file; its bytes name the notes in the cache.
    ///   - needsBeats: false when the song brings a grid of its own.
    ///   - open: opens the song once more: the player reads the other one.
    public init(path: String, needsBeats: Bool, open: @escaping @Sendable () throws(LeitmotifError) -> any SongSource) {
        self.path = path
        self.needsBeats = needsBeats
        self.open = open
    }

    /// Names a map at an amount on this song: by everything that a mood does to the sound.
    static func key(of mapping: ParameterMapping) -> UInt64 {
        var plain = mapping
        plain.match = LoudnessMatch()
        var digest = SongDigest()
        for expression in Expression.allCases {
            var parameters = plain.parameters(named: expression, weights: ExpressionWeights(only: expression))
            parameters.gainDecibels = 0
            digest.take(Array(ParameterWords.text(parameters).utf8))
        }
        return digest.value
    }

    /// Asks for the loudness of a map's moods; the answer comes as a fact. Of one map only the newest question that waits is answered.
    public func measure(_ mapping: ParameterMapping) {
        shared.withLock { shared in
            // The first one is being answered already.
            let waiting = shared.wanted.dropFirst().filter { $0.map.name != mapping.map.name }
            shared.wanted = shared.wanted.prefix(1) + waiting + [mapping]
        }
    }

    /// What was found since the last call: `beats`, `matched`, `studyFailed`.
    public func takeFacts() -> [Fact] {
        shared.withLock { shared in
            defer { shared.facts.removeAll() }
            return shared.facts
        }
    }

    /// How far the work in hand is, 0…1; nil while there is none.
    public var share: Double? { shared.withLock { $0.share } }

    /// Works beside the music until the stop, with what time the music leaves.
    func begin(stop: StopFlag) -> Worker {
        Worker("study") { [self] in
            // 10 of 19: music, camera and page come first. (The kernel counts niceness by thread.)
            setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
            do throws(LeitmotifError) {
                try work(until: { stop.isSet }, lasting: { stop.sleep(until: Clock.seconds + 0.05) })
            } catch {
                report(.studyFailed(error.description))
            }
        }
    }

    /// Does all that was wanted on the calling thread.
    /// - Parameter progress: false stops early.
    public func run(progress: @escaping (Double) -> Bool) throws(LeitmotifError) {
        try work(until: { [self] in !progress(share ?? 0) }, lasting: { [self] in shared.withLock { !$0.wanted.isEmpty } })
    }

    private func report(_ fact: Fact) { shared.withLock { $0.facts.append(fact) } }

    private func work(until isOver: @escaping () -> Bool, lasting: () -> Bool) throws(LeitmotifError) {
        let cache = SongCache(song: path)
        var notes = shared.withLock { $0.notes } ?? cache.load() ?? SongNotes()
        defer {
            shared.withLock { shared in
                shared.notes = notes
                shared.share = nil
            }
        }
        var excerpts: SongExcerpts?
        if needsBeats {
            if notes.finding == nil {
                guard let heard = try listen(isOver, &notes) else { return }
                excerpts = heard
                cache.save(notes)
            }
            if let finding = notes.finding { report(.beats(finding, songFrames: notes.frames)) }
        }
        repeat {
            while let mapping = shared.withLock({ $0.wanted.first }) {
                let key = SongStudy.key(of: mapping)
                if notes.matches[key] == nil {
                    if excerpts == nil { excerpts = try listen(isOver, &notes) }
                    guard let excerpts, let match = try measure(mapping, on: excerpts, isOver) else { return }
                    notes.matches[key] = match
                    cache.save(notes)
                }
                shared.withLock { shared in
                    shared.wanted.removeFirst()
                    shared.share = nil
                }
                report(.matched(notes.matches[key] ?? LoudnessMatch(), for: mapping))
            }
            excerpts = nil
        } while lasting()
    }

    /// Nil when it was stopped.
    private func measure(
        _ mapping: ParameterMapping, on excerpts: SongExcerpts, _ isOver: @escaping () -> Bool
    ) throws(LeitmotifError) -> LoudnessMatch? {
        let measurement = LoudnessMeasurement(excerpts: excerpts) { [self] share in
            shared.withLock { $0.share = 0.5 + share / 2 }
            return !isOver()
        }
        let match = try measurement.match(for: mapping)
        // Silence is as loud in every mood.
        return isOver() ? nil : match ?? LoudnessMatch()
    }

    /// One pass through the song: beats when they are needed and not known, and the parts to measure on; nil when it was stopped.
    private func listen(_ isOver: () -> Bool, _ notes: inout SongNotes) throws(LeitmotifError) -> SongExcerpts? {
        let song = try open()
        let excerpts = SongExcerpts(sampleRate: song.sampleRate, songFrames: song.frameCount)
        let envelope = needsBeats && notes.finding == nil ? OnsetEnvelope(rate: song.sampleRate) : nil
        let block = StereoBlock(frames: SongBlock.capacityFrames)
        var frames = 0
        while !isOver() {
            let count = try song.read(into: block.interleaved, frames: block.capacityFrames)
            if count == 0 {
                envelope?.finish()
                if let envelope { notes.finding = BeatFinder.find(envelope) }
                notes.frames = frames
                return excerpts
            }
            deinterleave(block.interleaved, channels: song.channels, frames: count, left: block.left, right: block.right)
            envelope?.hear(block.left, block.right, frames: count)
            excerpts.hear(block.left, block.right, frames: count)
            frames += count
            if let whole = song.frameCount, whole > 0 { shared.withLock { $0.share = 0.5 * min(1, Double(frames) / Double(whole)) } }
        }
        return nil
    }
}
