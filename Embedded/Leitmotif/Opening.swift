import CLeitmotif
import Cascade
import DSP
import Heart
import Mood
import Tensor

/// Why a session cannot begin.
struct Refusal: Error {
    let status: leitmotif_status

    init(_ status: leitmotif_status) { self.status = status }

    init(_ error: ModelError) {
        status =
            switch error.kind {
            case .damaged: LEITMOTIF_DAMAGED
            case .unsupported: LEITMOTIF_UNSUPPORTED
            case .tooLarge: LEITMOTIF_TOO_LARGE
            case .outOfRange: LEITMOTIF_OUT_OF_RANGE
            }
    }
}

extension SmallSession {
    private static let rates = 4000.0...384_000
    private static let mostFrames = 1 << 31
    private static let mostBeats = 1 << 20

    /// A session as C asks for it.
    convenience init(_ setting: leitmotif_setting) throws(Refusal) {
        guard let cascade = setting.cascade, let weights = setting.weights, let song = setting.song else { throw Refusal(LEITMOTIF_NULL) }
        guard Self.rates ~= setting.song_rate, Self.rates ~= setting.output_rate, 1...Self.mostFrames ~= setting.song_frames,
            1...2 ~= setting.song_channels, let map = Self.map(setting.map), let quality = Self.quality(setting.quality)
        else { throw Refusal(LEITMOTIF_OUT_OF_RANGE) }
        // Sizes of C beyond half of the address space arrive as negative numbers.
        guard setting.cascade_bytes >= 0, setting.profile_bytes >= 0, setting.weights_bytes >= 0 else {
            throw Refusal(LEITMOTIF_OUT_OF_RANGE)
        }
        let grid = try Self.grid(setting)
        let models: (front: HaarCascade, profile: HaarCascade?, network: Network)
        do throws(ModelError) {
            models = (
                try HaarCascade(parsing: UnsafeRawBufferPointer(start: cascade, count: setting.cascade_bytes)),
                try Self.profile(setting),
                try Network(WeightFile(parsing: UnsafeRawBufferPointer(start: weights, count: setting.weights_bytes)))
            )
        } catch {
            throw Refusal(error)
        }
        self.init(
            cascade: models.front, profile: models.profile, network: models.network,
            song: LoopedSamples(song, frames: setting.song_frames, channels: Int(setting.song_channels)),
            songRate: setting.song_rate, outputRate: setting.output_rate, grid: grid, map: map, quality: quality)
    }

    private static func profile(_ setting: leitmotif_setting) throws(ModelError) -> HaarCascade? {
        guard let profile = setting.profile else { return nil }
        return try HaarCascade(parsing: UnsafeRawBufferPointer(start: profile, count: setting.profile_bytes))
    }

    private static func map(_ number: leitmotif_map) -> MoodMap? {
        switch number {
        case LEITMOTIF_SEED: .seed
        case LEITMOTIF_SEED_TABLE: .seedTable
        case LEITMOTIF_DRAMA: .drama
        default: nil
        }
    }

    private static func quality(_ number: leitmotif_quality) -> StretchQuality? {
        switch number {
        case LEITMOTIF_LIGHT: .light
        case LEITMOTIF_NORMAL: .normal
        case LEITMOTIF_BEST: .best
        default: nil
        }
    }

    private static func grid(_ setting: leitmotif_setting) throws(Refusal) -> BeatGrid? {
        guard setting.beat_count != 0 else { return nil }
        guard let beats = setting.beats, let bars = setting.bars else { throw Refusal(LEITMOTIF_NULL) }
        guard 1...mostBeats ~= setting.beat_count, 1...mostBeats ~= setting.bar_count, 1...1000 ~= setting.beats_per_minute,
            1...64 ~= setting.beats_per_bar,
            let grid = BeatGrid(
                beatFrames: (0..<setting.beat_count).map { beats[$0] * setting.song_rate },
                barFrames: (0..<setting.bar_count).map { bars[$0] * setting.song_rate }, loopFrames: Double(setting.song_frames),
                beatsPerMinute: setting.beats_per_minute, beatsPerBar: Int(setting.beats_per_bar))
        else { throw Refusal(LEITMOTIF_OUT_OF_RANGE) }
        return grid
    }
}
