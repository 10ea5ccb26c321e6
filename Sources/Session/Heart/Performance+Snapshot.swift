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
        snapshot.song = song?.path ?? setting.song
        snapshot.playsMoodSong = song != nil
        snapshot.outputRate = setting.outputRate
        snapshot.quality = setting.quality
        snapshot.map = arrangement.mapping.map.name
        snapshot.maps = arrangement.maps.map { $0.name }
        snapshot.amount = arrangement.mapping.amount
        snapshot.quantise = arrangement.quantise ?? arrangement.mapping.map.quantise
        snapshot.isQuantiseSet = arrangement.quantise != nil
        snapshot.policy = policy
        snapshot.tapSeconds = arrangement.tap.isUsed ? arrangement.tap.frames / setting.sourceRate : nil
        snapshot.tuning = tuning
        snapshot.volumeDecibels = volume.wanted
        snapshot.volumeCeiling = setting.volumeCeiling
        snapshot.reliefs = workload.reliefs
        snapshot.pictureRate = pictureRate.perSecond(at: now)
        let sourceRate = song?.sourceRate ?? setting.sourceRate
        snapshot.songLength = facts.player.songFrames.map { Double($0) / sourceRate }
        snapshot.beats = song == nil ? arrangement.beats : song?.beats
        snapshot.wished = wish.parameters
        snapshot.faceToEar = responses.newestAtOnce
        snapshot.faceToBeat = responses.newestOnBeat
        snapshot.medianFaceToEar = responses.medianAtOnce
        snapshot.medianFaceToBeat = responses.medianOnBeat
        let heard = facts.player.heardFrame
        let loop = facts.player.songFrames.map(Double.init) ?? .infinity
        snapshot.songSeconds = heard.truncatingRemainder(dividingBy: loop) / sourceRate
        if let grid = song == nil ? arrangement.grid : song?.grid, grid.marks.hasBeat(at: heard) {
            snapshot.beat = BeatPosition(
                marks: grid.marks, beatsPerBar: grid.beatsPerBar, beatsPerMinute: grid.beatsPerMinute,
                tempo: facts.parameters.tempo, at: heard)
        }
        return snapshot
    }

    /// Nil while the session's song is heard.
    var playingSong: MoodSong? {
        let index = facts.player.song - 1
        return arrangement.moodSongs.indices.contains(index) ? arrangement.moodSongs[index] : nil
    }

    private var tuning: Tuning {
        let kept = arrangement.tuning
        var tuning = Tuning()
        (tuning.map, tuning.saved, tuning.isComparing) = (kept.tuned, kept.saved, kept.isComparing)
        (tuning.canUndo, tuning.canRedo) = (kept.canUndo, kept.canRedo)
        return tuning
    }
}
