import DSP
import Mood

extension Performance {
    /// Carries out a command at session second `seconds`, or refuses it; the event `obeyed` or `refused` says which.
    public mutating func take(_ command: Command, at seconds: Double) {
        advance(to: seconds)
        if let why = refusal(of: command) {
            emit(.refused(command, why: why))
            return
        }
        if let why = obey(command) {
            emit(.refused(command, why: why))
            return
        }
        emit(.obeyed(command))
        follow()
    }

    /// Why the command cannot act; nil when it can.
    private func refusal(of command: Command) -> String? {
        if setting.isLocked, command.isTuning { return "tuning is locked" }
        switch command {
        case .map(let name):
            let names = arrangement.maps.map { $0.name }
            return names.contains(name) ? nil : "no map of that name is loaded; there are " + names.joined(separator: ", ")
        case .nextMap: return arrangement.maps.count > 1 ? nil : "only one map; give --map twice to compare"
        case .amount(let amount): return (0...1).contains(amount) ? nil : "an amount lies between 0 and 1"
        case .volume(let decibels):
            if (-60...setting.volumeCeiling).contains(decibels) { return nil }
            return "a volume lies between -60 and \(Int(setting.volumeCeiling.rounded(.down))) dB"
        case .calibrate(let name, let seconds), .calibrateAll(let name, let seconds):
            if calibrationRun != nil { return "a calibration is under way" }
            if !Command.isName(name) { return "a name has 1 to 64 bytes, no slash, and no dot or dash at its start" }
            if setting.everybodyCounts { return "a calibration is one person's, and everybody counts" }
            return (0.5...60).contains(seconds) ? nil : "a calibration takes 0.5 to 60 seconds"
        case .song(let name):
            if name.isEmpty { return "a song has a name" }
            if songChange != nil { return "another song is on its way" }
            return setting.canChangeSong && facts.recordings.isEmpty ? nil : "the song cannot change while it is being recorded"
        case .nextSong, .previousSong:
            if songChange != nil { return "another song is on its way" }
            return playlist.hasOthers ? nil : "there is no other song; give --song more than once, or a folder"
        case .pause: return pause.isWanted ? "it pauses already" : nil
        case .resume: return pause.isWanted || isPanicking ? nil : "it plays already"
        case .undo: return arrangement.tuning.canUndo ? nil : "there is no change to take back"
        case .redo: return arrangement.tuning.canRedo ? nil : "no change was taken back"
        case .compare(let isOn): return isOn && !arrangement.tuning.isChanged ? "nothing was changed since it was saved" : nil
        case .saveMap(let name):
            return Command.isMapName(name) ? nil : "a map's name has 1 to 64 letters, digits, spaces, - _ . and begins with a letter or a digit"
        case .recordSound(let isOn): return refusal(of: .sound, isOn)
        case .recordSession(let isOn): return refusal(of: .numbers, isOn)
        case .resetTap: return playingSong.tap.isUsed ? nil : "the beats are where they were found"
        case .tap, .tune, .blend, .tuneQuantise, .hold, .weigh, .release, .quantise, .policy, .ignore, .regard, .panic, .stop: return nil
        }
    }

    private func refusal(of recording: Recording, _ isOn: Bool) -> String? {
        guard (facts.recordings[recording] != nil) == isOn else { return nil }
        return isOn ? "it is being recorded already" : "no recording was begun by command"
    }

    /// - Returns: why it could not act after all.
    private mutating func obey(_ command: Command) -> String? {
        switch command {
        case .hold(let mood):
            (held, given) = (mood, nil)
            panic(false)
        case .weigh(let weights): weigh(weights)
        case .release:
            (held, given) = (nil, nil)
            panic(false)
        case .panic: panic(true)
        case .pause: pause.pause(at: now)
        case .resume:
            if pause.isWanted { request(.standStill(false)) }
            pause.resume(at: now)
            panic(false)
        case .tap: return tap()
        case .resetTap:
            arrangement.know(playingPlace) { $0.resetTap() }
            request(.keepTap(frames: nil, song: playingPlace))
        case .tune(let mood, let field, let value):
            let isSet = tune { $0.set(field, of: mood, to: value, at: $1) }
            return isSet ? nil : "\(mood.name) has no such number, or not in that range"
        case .blend(let blend): _ = tune { map, _ in map.set(blend); return true }
        case .tuneQuantise(let quantise): _ = tune { map, _ in map.set(quantise); return true }
        case .undo: _ = tune { map, _ in map.undo(); return true }
        case .redo: _ = tune { map, _ in map.redo(); return true }
        case .compare(let isOn): _ = tune { map, _ in map.isComparing = isOn; return true }
        case .saveMap(let name):
            var map = arrangement.tuning.tuned
            map.name = name
            emit(.mapToSave(map))
        case .recordSound(let isOn): request(.recordSound(isOn))
        case .map(let name): play(arrangement.maps.firstIndex { $0.name == name } ?? arrangement.mapIndex)
        case .nextMap: play((arrangement.mapIndex + 1) % arrangement.maps.count)
        case .amount(let amount): measure(arrangement.follow(amount))
        case .quantise(let quantise):
            arrangement.quantise = quantise
            hasSaidMissedBar = false
        case .policy(let policy): self.policy = policy
        case .volume(let decibels):
            volume.advance(to: now)
            volume.wanted = decibels
            volume.advance(to: now)
        case .ignore(let face): ignore { $0.insert(face) }
        case .regard(let face): ignore { $0.remove(face) }
        case .calibrate(let name, let seconds): calibrationRun = CalibrationRun(name: name, seconds: seconds, start: now)
        case .calibrateAll(let name, let seconds):
            calibrationRun = CalibrationRun(name: name, seconds: seconds, showsAll: true, start: now)
        case .song(let name): endSong(then: name)
        case .nextSong: _ = playlist.skip(by: 1)
        case .previousSong: _ = playlist.skip(by: -1)
        case .stop: stop(then: nil)
        // Whoever writes the session's numbers acts on the event.
        case .recordSession: break
        }
        return nil
    }

    /// Two weights that are nearly equal must not name their moods in turn.
    private mutating func weigh(_ weights: ExpressionWeights) {
        let leads = weights[weights.strongest] > weights[mood] + attention.tracker.switchMargin
        (held, given) = (nil, (weights, leads ? weights.strongest : mood))
        panic(false)
    }

    private mutating func panic(_ isOn: Bool) {
        isPanicking = isOn
        panicFade.silence(isOn, at: now)
    }

    private mutating func tune(_ change: (inout MapTuning, Double) -> Bool) -> Bool {
        let (isChanged, measurements) = arrangement.tune { change(&$0, now) }
        measure(measurements)
        return isChanged
    }

    /// The beat is where the ear is: what the sound card holds has not been heard yet.
    private mutating func tap() -> String? {
        let passed = max(now - playedAt, 0) - Double(facts.player.cardDelayFrames) / setting.outputRate
        let position = facts.player.heardFrame + passed * playingSong.sourceRate * facts.parameters.tempo
        var isMoved = false
        arrangement.know(playingPlace) { isMoved = $0.tap(at: max(position, 0), seconds: now) }
        guard isMoved else { return "there are no beats that could be moved" }
        request(.keepTap(frames: playingSong.tap.frames, song: playingPlace))
        return nil
    }

    mutating func record(_ kind: Recording, _ path: String?) {
        guard facts.recordings[kind] != path else { return }
        setRecording(kind, path)
        emit(path.map { .recording(kind, path: $0) } ?? .recorded(kind))
    }

    /// The map that plays was saved: it plays on as that file, and the one it was made from is again as it was.
    mutating func keep(_ index: Int, _ map: MoodMap, _ path: String) {
        guard (0...arrangement.tunings.count).contains(index) else { return }
        arrangement.dropChanges()
        arrangement.replace(index, by: map)
        measure(arrangement.play(index))
        emit(.mapSaved(path: path))
        emit(.map(map.name, edited: false))
    }

    private mutating func play(_ index: Int, edited: Bool = false) {
        beginMapChange()
        measure(arrangement.play(index))
        emit(.map(arrangement.mapping.map.name, edited: edited))
    }

    /// A map's file has changed.
    mutating func edit(_ index: Int, _ map: MoodMap) {
        guard arrangement.maps.indices.contains(index) else { return }
        guard !setting.isLocked else { return emit(.mapDamaged("map \(map.name) was edited, but tuning is locked")) }
        arrangement.replace(index, by: map)
        if map.songs.values.contains(where: { path in !setting.moodSongs.contains { $0.path == path } }) {
            emit(.mapDamaged("map \(map.name) names another song, which plays from the next start on"))
        }
        if index == arrangement.mapIndex { play(index, edited: true) } else { emit(.mapRead(map.name)) }
    }

    private mutating func ignore(_ change: (inout Set<Int>) -> Void) {
        change(&ignoredFaces)
        request(.ignore(faces: ignoredFaces))
    }

    private mutating func endSong(then song: String) {
        songChange = SongChange(song: song, endSeconds: now + SongChange.fadeSeconds)
    }

    /// Ends the session; only the first call counts.
    mutating func stop(then song: String?) {
        guard !isStopping else { return }
        isStopping = true
        request(.stop(nextSong: song))
    }

    /// What a person who shows all five expressions is to do now; nil when nobody does.
    public var calibrationStep: CalibrationStep? { calibrationRun?.step(at: now) }

    mutating func guideCalibration() {
        if let step = calibrationRun?.newStep(at: now) { emit(.calibrating(step)) }
    }

    mutating func endCalibration() {
        guard let run = calibrationRun else { return }
        calibrationRun = nil
        switch run.outcome {
        case .calibrated(let calibration, let pictures):
            self.calibration = calibration
            emit(.calibrated(name: run.name, calibration, pictures: pictures))
        case .failed(let problem): emit(.notCalibrated(name: run.name, problem))
        }
    }
}

extension SessionEvent.Kind {
    /// Whether it is worth a line to the person at the terminal.
    public var isNotice: Bool {
        switch self {
        case .began, .joined, .saw, .mood, .turned, .leaving, .applied, .inexact, .heard, .obeyed, .mapToSave, .ended: false
        default: true
        }
    }
}
