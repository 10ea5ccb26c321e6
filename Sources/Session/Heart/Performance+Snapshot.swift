import DSP
import Mood

extension Performance {
    /// The current state.
    public var snapshot: Snapshot {
        var snapshot = facts
        snapshot.seconds = now
        snapshot.sight = attention.sight
        snapshot.state = attention.sight?.state ?? .noCamera
        snapshot.ignoredFaces = ignoredFaces
        snapshot.weights = weights
        snapshot.mood = mood
        snapshot.held = held
        snapshot.isWeighed = given != nil
        snapshot.isPanicking = isPanicking
        snapshot.isPaused = pause.isWanted
        snapshot.calibrating = calibrationRun?.name
        snapshot.place = MoodPlace(of: weights)
        snapshot.fadeDecibels = attention.tracker.fadeDecibels
        let song = playingSong
        snapshot.song = song.path
        snapshot.songs = playlist.paths
        snapshot.playsAnotherSong = song.path != setting.song
        snapshot.outputRate = setting.outputRate
        snapshot.quality = setting.quality
        snapshot.map = arrangement.mapping.map.name
        snapshot.maps = arrangement.maps.map { $0.name }
        snapshot.amount = arrangement.mapping.amount
        snapshot.quantise = arrangement.quantise ?? arrangement.mapping.map.quantise
        snapshot.isQuantiseSet = arrangement.quantise != nil
        snapshot.policy = policy
        snapshot.tapSeconds = song.tap.isUsed ? song.tap.frames / song.sourceRate : nil
        snapshot.tuning = tuning
        snapshot.volumeDecibels = volume.wanted
        snapshot.volumeCeiling = setting.volumeCeiling
        snapshot.reliefs = workload.reliefs
        snapshot.pictureRate = pictureRate.perSecond(at: now)
        let sourceRate = song.sourceRate
        snapshot.songLength = facts.player.songFrames.map { Double($0) / sourceRate }
        snapshot.beats = song.beats
        snapshot.wished = wish.parameters
        snapshot.faceToEar = responses.newestAtOnce
        snapshot.faceToBeat = responses.newestOnBeat
        snapshot.medianFaceToEar = responses.medianAtOnce
        snapshot.medianFaceToBeat = responses.medianOnBeat
        let heard = facts.player.heardFrame
        let loop = facts.player.songFrames.map(Double.init) ?? .infinity
        snapshot.songSeconds = heard.truncatingRemainder(dividingBy: loop) / sourceRate
        if let grid = song.grid, grid.marks.hasBeat(at: heard) {
            snapshot.beat = BeatPosition(
                marks: grid.marks, beatsPerBar: grid.beatsPerBar, beatsPerMinute: grid.beatsPerMinute,
                tempo: facts.parameters.tempo, at: heard)
        }
        return snapshot
    }

    /// The player's place of the song that is heard.
    var playingPlace: Int { arrangement.songs.indices.contains(facts.player.song) ? facts.player.song : arrangement.main }

    var playingSong: KnownSong { arrangement.songs[playingPlace] }

    private var tuning: Tuning {
        let kept = arrangement.tuning
        var tuning = Tuning()
        (tuning.map, tuning.saved, tuning.isComparing) = (kept.tuned, kept.saved, kept.isComparing)
        (tuning.canUndo, tuning.canRedo) = (kept.canUndo, kept.canRedo)
        return tuning
    }
}
