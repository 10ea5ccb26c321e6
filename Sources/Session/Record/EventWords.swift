import Mood

extension SessionEvent.Kind {
    /// One line for people; nil for events that are shown in other ways.
    public var words: String? {
        switch self {
        case .cameraOnItsSide(let degrees): return "the camera lies on its side: --rotate \(degrees) brings the picture upright"
        case .map(let name, let edited): return edited ? "map \(name) read again" : "map \(name)"
        case .mapRead(let name): return "map \(name) read again"
        case .mapDamaged(let cause): return "\(cause); the previous map stays in use"
        case .beats(let finding): return finding.words
        case .tapKept(let seconds):
            let milliseconds = milliseconds(seconds)
            return "the beats are moved by \(milliseconds > 0 ? "+" : "")\(milliseconds) ms, as they were tapped before"
        case .missedBar(let longest):
            return "the next bar is more than \((longest * 10).rounded() / 10) s away: such a change takes a beat"
        case .analysisFailed(let cause): return "beats and loudness stay unknown: \(cause)"
        case .songDamaged(let cause), .sourceDamaged(let cause): return cause
        case .moodSongLost(let cause): return "\(cause); its mood goes on with the session's song"
        case .song(let name): return "song \(name.split(separator: "/").last ?? "")"
        case .songLost(let cause): return "\(cause); the next song plays"
        case .starved: return "the song could not be read fast enough: there are gaps of silence"
        case .lost(.sound, let cause):
            let reason = cause.isEmpty ? "" : ": \(cause)"
            return "sound device lost\(reason); the music goes on and the device is tried again"
        case .lost(.camera, let cause): return cause
        case .stillLost(let device, let cause): return "the \(device.name) device is still away: \(cause)"
        case .back(.sound): return "sound device is back"
        case .back(.camera): return "the source is back"
        case .bridged(let rate): return "the sound device now runs at \(Int(rate.rounded())) Hz: the music is resampled for it"
        case .widened(let from, let to):
            return "the sound card needs a longer buffer: \(milliseconds(from)) → \(milliseconds(to)) ms"
        case .relieved(let relief): return "this machine is too slow for everything: \(relief.words)"
        case .restored(let relief): return "this machine keeps up again: no longer \(relief.words)"
        case .withoutRealTime:
            return "without real-time priority other programs can make the sound stutter: '@audio - rtprio 95' and "
                + "'@audio - memlock unlimited' in /etc/security/limits.d/audio.conf allow it, in systemd LimitRTPRIO=95"
        case .recordingFailed(let cause): return cause
        case .recording(.sound, let path): return "recording the sound: \(path)"
        case .recording(.numbers, let path): return "recording the session's numbers: \(path)"
        case .recorded(.sound): return "the recording of the sound has ended"
        case .recorded(.numbers): return "the recording of the session's numbers has ended"
        case .mapSaved(let path): return "map saved: \(path)"
        case .mapNotSaved(let cause): return cause
        case .missed(let count): return "\(count) changes of the music are missing from the record"
        case .refused(.nextMap, let why): return why
        case .refused(let command, let why): return "\(command.words): \(why)"
        case .calibrating(let step):
            let face = step.expression == .surprise ? "surprised" : step.expression.name
            return step.isHeld ? "hold it: \(face), for \(Int(step.secondsLeft.rounded(.up))) s" : "look \(face) …"
        case .calibrated(let name, _, let pictures): return "calibrated \(name) from \(pictures) pictures"
        case .notCalibrated(let name, let problem): return "calibrate \(name): \(problem.cause); \(problem.nextStep)"
        case .began, .joined, .saw, .mood, .turned, .leaving, .applied, .inexact, .heard, .obeyed, .mapToSave, .ended: return nil
        }
    }
}

private func milliseconds(_ seconds: Double) -> Int { Int((seconds * 1000).rounded()) }

extension BeatFinding {
    /// The tempo and the meter in one line for people.
    public var words: String {
        guard let beats else { return "no beat found: changes take effect at once" }
        func short(_ number: Double) -> String { "\((number * 10).rounded() / 10)" }
        let other = beats.alternativeBeatsPerMinute.map { " (or \(short($0)))" } ?? ""
        return "\(short(beats.beatsPerMinute)) beats a minute\(other), \(beats.beatsPerBar) to a bar"
    }
}

extension CalibrationProblem {
    /// Why, for people.
    public var cause: String {
        switch self {
        case .noFace(let pictures): "no face was seen in \(pictures) pictures"
        case .seldomSeen(let readings, let pictures): "a face was seen in only \(readings) of \(pictures) pictures"
        case .notNeutral(let other): "the face reads as \(other.name), more strongly than a calibration may correct"
        case .changingFaces(let others, let pictures): "in \(others) of \(pictures) pictures there was another face"
        case .notShown(let expression): "the face was not seen while it was to look \(expression.name)"
        case .alike(let first, let second): "in this face \(first.name) and \(second.name) cannot be told apart"
        }
    }

    /// What to do about it, for people.
    public var nextStep: String {
        switch self {
        case .noFace: "sit in front of the camera, in good light"
        case .seldomSeen: "stay in front of the camera, in good light"
        case .notNeutral: "relax the face and try again"
        case .changingFaces: "be alone in the picture"
        case .notShown: "stay in front of the camera until all five are done"
        case .alike: "show them more clearly, or calibrate the neutral face alone"
        }
    }
}
