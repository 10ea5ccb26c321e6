import Mood

extension Performance {
    /// Carries out a command at session second `seconds`, or refuses it; the event `obeyed` or `refused` says which.
    public mutating func take(_ command: Command, at seconds: Double) {
        advance(to: seconds)
        if let why = refusal(of: command) {
            emit(.refused(command, why: why))
            return
        }
        obey(command)
        emit(.obeyed(command))
        follow()
    }

    /// Why the command cannot act; nil when it can.
    private func refusal(of command: Command) -> String? {
        switch command {
        case .map(let name):
            let names = arrangement.maps.map { $0.name }
            return names.contains(name) ? nil : "no map of that name is loaded; there are " + names.joined(separator: ", ")
        case .nextMap: return arrangement.maps.count > 1 ? nil : "only one map; give --map twice to compare"
        case .amount(let amount): return (0...1).contains(amount) ? nil : "an amount lies between 0 and 1"
        case .volume(let decibels): return (-60...12).contains(decibels) ? nil : "a volume lies between -60 and 12 dB"
        case .calibrate(let name, let seconds), .calibrateAll(let name, let seconds):
            if calibrationRun != nil { return "a calibration is under way" }
            if !Command.isName(name) { return "a name has 1 to 64 bytes, no slash, and no dot or dash at its start" }
            if setting.everybodyCounts { return "a calibration is one person's, and everybody counts" }
            return (0.5...60).contains(seconds) ? nil : "a calibration takes 0.5 to 60 seconds"
        case .song(let name):
            if name.isEmpty { return "a song has a name" }
            if songChange != nil { return "another song is on its way" }
            return setting.canChangeSong ? nil : "the song cannot change while it is being recorded"
        case .policy(.lift): return "the music can match a mood, not yet lift it"
        case .pause, .resume: return "playing cannot pause yet; volume -60 silences it"
        case .tap: return "beats cannot be tapped yet"
        case .recordSound: return "recording starts with --output FILE.wav, not yet while playing"
        case .recordSession: return "the record starts with --record FILE, not yet while playing"
        case .hold, .release, .quantise, .policy(.match), .ignore, .regard, .panic, .stop: return nil
        }
    }

    private mutating func obey(_ command: Command) {
        switch command {
        case .hold(let mood):
            held = mood
            isPanicking = false
        case .release:
            held = nil
            isPanicking = false
        case .panic: isPanicking = true
        case .map(let name): play(arrangement.maps.firstIndex { $0.name == name } ?? arrangement.mapIndex)
        case .nextMap: play((arrangement.mapIndex + 1) % arrangement.maps.count)
        case .amount(let amount): measure(arrangement.follow(amount))
        case .quantise(let quantise): arrangement.quantise = quantise
        case .volume(let decibels): volumeDecibels = decibels
        case .ignore(let face): ignore { $0.insert(face) }
        case .regard(let face): ignore { $0.remove(face) }
        case .calibrate(let name, let seconds): calibrationRun = CalibrationRun(name: name, seconds: seconds, start: now)
        case .calibrateAll(let name, let seconds):
            calibrationRun = CalibrationRun(name: name, seconds: seconds, showsAll: true, start: now)
        case .song(let name): endSong(then: name)
        case .stop: stop(then: nil)
        case .policy, .pause, .resume, .tap, .recordSound, .recordSession: break
        }
    }

    private mutating func play(_ index: Int, edited: Bool = false) {
        measure(arrangement.play(index))
        emit(.map(arrangement.mapping.map.name, edited: edited))
    }

    /// A map's file has changed.
    mutating func edit(_ index: Int, _ map: MoodMap) {
        guard arrangement.maps.indices.contains(index) else { return }
        arrangement.replace(index, by: map)
        if index == arrangement.mapIndex { play(index, edited: true) } else { emit(.mapRead(map.name)) }
    }

    private mutating func measure(_ mapping: ParameterMapping?) {
        if let mapping { request(.measure(mapping)) }
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
        case .began, .saw, .mood, .applied, .heard, .obeyed, .ended: false
        default: true
        }
    }
}
