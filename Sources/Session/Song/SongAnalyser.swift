import Capture
import DSP
import Glibc
import Mood
import Synchronization
import Tensor

/// Analyses a song while it plays: finds its beats, and how loud each mood makes it. Results come as facts.
public final class SongAnalyser: Sendable {
    private struct Shared: Sendable {
        var facts: [Fact] = []
        var wanted: [ParameterMapping] = []
        /// By how many frames the beats are moved, to be kept; the newest last.
        var taps: [Double?] = []
        /// What is known of the song so far.
        var analysis: SongAnalysis?
        /// Nothing is remembered of a song that is damaged: the next run has to say so again.
        var isDamaged = false
    }

    private let path: String
    private let open: @Sendable () throws(LeitmotifError) -> any SongSource
    private let beatWeights: (@Sendable () throws(LeitmotifError) -> BeatWeights)?
    private let quality: StretchQuality
    private let measuresLoudness: Bool
    private let cacheFolder: String?
    private let shared = Mutex(Shared())
    /// Bits of the share done; NaN when idle. Written for every block and read at every pass: no reason to wait for one another.
    private let shareBits = Atomic<UInt64>(Double.nan.bitPattern)

    /// - Parameters:
    ///   - path: the song's file; its bytes are the key in the cache.
    ///   - beatWeights: the network that hears beats, loaded when it is needed; nil when the song comes with a grid.
    ///   - quality: in which moods are measured: that in which they are played.
    ///   - measuresLoudness: of the song as a whole, to be compared with that of others.
    ///   - cacheFolder: where analyses are kept; nil for nowhere.
    ///   - open: opens the song a second time, beside the player's.
    public init(
        path: String, beatWeights: (@Sendable () throws(LeitmotifError) -> BeatWeights)?, quality: StretchQuality = .normal,
        measuresLoudness: Bool = false, cacheFolder: String? = UserFolders.own.cache, open: @escaping @Sendable () throws(LeitmotifError) -> any SongSource
    ) {
        self.path = path
        self.beatWeights = beatWeights
        self.quality = quality
        self.measuresLoudness = measuresLoudness
        self.cacheFolder = cacheFolder
        self.open = open
    }

    /// Identifies a mapping by everything that it does to the sound, whatever its name.
    static func key(of mapping: ParameterMapping, _ quality: StretchQuality) -> UInt64 {
        var plain = mapping
        plain.match = LoudnessMatch()
        var digest = SongDigest()
        digest.take(Array(quality.name.utf8))
        for expression in Expression.allCases {
            var parameters = plain.parameters(named: expression, weights: ExpressionWeights(only: expression))
            parameters.gainDecibels = 0
            digest.take(Array(ParameterWords.text(parameters).utf8))
        }
        return digest.value
    }

    /// Requests the loudness of a mapping's moods, reported as the fact `matched`; of the requests for one map that wait, only
    /// the newest is served. Any thread.
    public func measure(_ mapping: ParameterMapping) {
        shared.withLock { shared in
            // The first one is in progress.
            let waiting = shared.wanted.dropFirst().filter { $0.map.name != mapping.map.name }
            shared.wanted = shared.wanted.prefix(1) + waiting + [mapping]
        }
    }

    /// Remembers with the song by how many source frames its beats are moved by hand; nil forgets it. Any thread.
    public func keep(tapFrames: Double?) { shared.withLock { $0.taps.append(tapFrames) } }

    private func keepTap(in file: TapFile) {
        let taps = shared.withLock { shared in
            defer { shared.taps = [] }
            return shared.taps
        }
        if let newest = taps.last { file.keep(newest) }
    }

    /// Results since the last call: `tapKept`, `loudness`, `beats`, `matched`, `analysisFailed`. Any thread.
    public func takeFacts() -> [Fact] {
        shared.withLock { shared in
            defer { shared.facts.removeAll() }
            return shared.facts
        }
    }

    /// Progress of the current task, 0 … 1; nil when idle. Any thread.
    public var share: Double? {
        let share = Double(bitPattern: shareBits.load(ordering: .relaxed))
        return share.isNaN ? nil : share
    }

    private func set(share: Double?) { shareBits.store((share ?? .nan).bitPattern, ordering: .relaxed) }

    /// Works on its own thread until the stop, in the time that the music leaves. Nil, and reported, when there is no thread to
    /// be had: the music can do without.
    func start(stop: StopFlag) -> Worker? {
        do throws(LeitmotifError) {
            return try Worker("analyser") { [self] in
                // 10 of 19: music, camera and page come first. (On Linux niceness belongs to the thread.)
                setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
                do throws(LeitmotifError) {
                    try work(until: { stop.isSet }, lasting: { stop.sleep(until: Clock.seconds + 0.05) })
                } catch {
                    if !stop.isSet { report(.analysisFailed(error.description)) }
                }
            }
        } catch {
            report(.analysisFailed(error.description))
            return nil
        }
    }

    /// Does everything requested, on the calling thread.
    /// - Parameter progress: receives the share done, 0 … 1; false stops early.
    /// - Throws: when the song cannot be opened or read.
    public func run(progress: @escaping (Double) -> Bool) throws(LeitmotifError) {
        try work(until: { [self] in !progress(share ?? 0) }, lasting: { [self] in shared.withLock { !$0.wanted.isEmpty } })
    }

    private func report(_ fact: Fact) { shared.withLock { $0.facts.append(fact) } }

    private func work(until isOver: @escaping () -> Bool, lasting: () -> Bool) throws(LeitmotifError) {
        let cache = SongAnalysisCache(song: path, folder: cacheFolder)
        let tap = cache.tap
        if let frames = tap.load() { report(.tapKept(frames: frames)) }
        defer { keepTap(in: tap) }
        var analysis = shared.withLock { $0.analysis } ?? cache.load() ?? SongAnalysis()
        defer {
            shared.withLock { $0.analysis = analysis }
            set(share: nil)
        }
        var excerpts: SongExcerpts?
        let needsBeats = beatWeights != nil && analysis.finding == nil
        if needsBeats || (measuresLoudness && analysis.loudness == nil) {
            guard let scanned = try scan(isOver, &analysis) else { return }
            excerpts = scanned
            if !shared.withLock({ $0.isDamaged }) { cache.save(analysis) }
        }
        if measuresLoudness, let loudness = analysis.loudness { report(.loudness(loudness)) }
        if beatWeights != nil, let finding = analysis.finding { report(.beats(finding, songFrames: analysis.frames)) }
        repeat {
            keepTap(in: tap)
            while let mapping = shared.withLock({ $0.wanted.first }) {
                let key = SongAnalyser.key(of: mapping, quality)
                if analysis.matches[key] == nil {
                    if excerpts == nil { excerpts = try scan(isOver, &analysis) }
                    guard let excerpts, let match = try measure(mapping, on: excerpts, isOver) else { return }
                    analysis.matches[key] = match
                    if !shared.withLock({ $0.isDamaged }) { cache.save(analysis) }
                }
                _ = shared.withLock { $0.wanted.removeFirst() }
                set(share: nil)
                report(.matched(analysis.matches[key] ?? LoudnessMatch(), for: mapping))
            }
            excerpts = nil
        } while lasting()
    }

    /// Nil when stopped.
    private func measure(
        _ mapping: ParameterMapping, on excerpts: SongExcerpts, _ isOver: @escaping () -> Bool
    ) throws(LeitmotifError) -> LoudnessMatch? {
        let measurement = LoudnessMeasurement(excerpts: excerpts, quality: quality) { [self] share in
            set(share: 0.5 + share / 2)
            return !isOver()
        }
        let match = try measurement.match(for: mapping)
        // Silence is equally loud in every mood.
        return isOver() ? nil : match ?? LoudnessMatch()
    }

    /// What is reported first of a song's beats.
    private static let firstSeconds = 60.0
    /// The length of a song that does not know it, until it has been read: longer than any.
    private static let unknownFrames = 1 << 40

    /// Nil where no beats are needed or there is no network to hear them: the music can do without, once it has been said.
    private func beatFinder(rate: Double) -> BeatFinder? {
        guard let beatWeights else { return nil }
        do throws(LeitmotifError) {
            let weights = try beatWeights()
            do throws(ModelError) {
                return try BeatFinder(weights, rate: rate)
            } catch {
                throw LeitmotifError("find beats", path, error, next: error.nextStep)
            }
        } catch {
            report(.analysisFailed(error.description))
            return nil
        }
    }

    /// One pass through the song: beats if they are needed and unknown, and the excerpts to measure on; nil when stopped.
    private func scan(_ isOver: @escaping () -> Bool, _ analysis: inout SongAnalysis) throws(LeitmotifError) -> SongExcerpts? {
        let song = try open()
        song.patience = .endless(until: isOver)
        let excerpts = SongExcerpts(sampleRate: song.sampleRate, songFrames: song.frameCount)
        let finder = analysis.finding == nil ? beatFinder(rate: song.sampleRate) : nil
        // The first minute's beats, then those of twice as much each time: long before an hour is analysed, changes wait for beats.
        var nextReport = SongAnalyser.firstSeconds * song.sampleRate
        let block = StereoBlock(frames: SongBlock.capacityFrames)
        var whole = Loudness(rate: song.sampleRate)
        var peak: Float = 0
        var frames = 0
        while !isOver() {
            let count = try song.read(into: block.interleaved, frames: block.capacityFrames)
            if count == 0 {
                finder?.finish()
                analysis.finding = finder?.finding ?? analysis.finding
                analysis.frames = frames
                if measuresLoudness, let integrated = whole.integrated, peak > 0 {
                    analysis.loudness = SongLoudness(integrated: Float(integrated), peakDecibels: 20 * log10f(peak))
                }
                if let damage = song.damage {
                    report(.songDamaged(damage))
                    shared.withLock { $0.isDamaged = true }
                }
                return excerpts
            }
            deinterleave(block.interleaved, channels: song.channels, frames: count, left: block.left, right: block.right)
            finder?.hear(block.left, block.right, frames: count)
            excerpts.hear(block.left, block.right, frames: count)
            if measuresLoudness {
                whole.add(left: block.left, right: block.right, frames: count)
                peak = max(peak, block.peak(frames: count))
            }
            frames += count
            if let finder, Double(frames) >= nextReport {
                nextReport *= 2
                report(.firstBeats(finder.finding, songFrames: max(song.frameCount ?? SongAnalyser.unknownFrames, frames)))
            }
            if let whole = song.frameCount, whole > 0 {
                set(share: 0.5 * min(1, Double(frames) / Double(whole)))
            }
        }
        return nil
    }
}
