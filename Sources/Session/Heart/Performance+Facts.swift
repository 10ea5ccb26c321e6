import DSP
import Mood

extension Performance {
    /// Takes in a fact that holds at session second `seconds`; times must not decrease.
    public mutating func take(_ fact: Fact, at seconds: Double) {
        now = max(now, seconds)
        switch fact {
        case .saw(let sight): see(sight)
        case .sourceEnded: endCalibration()
        case .lost(let device, let cause): lose(device, cause)
        case .back(let device):
            // A card is proved to play by its sound, the first one too, which was never away.
            guard device != .sound || facts.lostDevices.contains(device) else { break }
            facts.lostDevices.remove(device)
            if device == .sound { retries.succeed(at: now) }
            reopenFailures[device] = nil
            emit(.back(device))
            if device == .sound { announceRate() }
        case .stillLost(let device, let cause): failToReopen(device, cause)
        case .reopened(let rate): openedRate = rate
        case .withoutRealTime: emit(.withoutRealTime)
        case .beats(let finding, _):
            know(fact)
            emit(.beats(finding))
            measureMaps(of: arrangement.main)
        case .tapKept(let frames):
            know(fact)
            emit(.tapKept(seconds: frames / arrangement.songs[arrangement.main].sourceRate))
        case .ofSong(let place, let fact):
            if place == arrangement.main { return take(fact, at: seconds) }
            arrangement.know(place) { $0.take(fact) }
            if case .beats = fact { measureMaps(of: place) }
        case .songLost(let place, let cause): loseSong(place, cause)
        case .songPrepared(let index, let song): prepare(index, song)
        case .songRefused(let index, let cause): refuseSong(index, cause)
        case .paced(let pace): arrangement.pace = pace
        case .located(let seconds, let frame):
            guard seconds.isFinite, seconds >= 0 else { break }
            arrangement.move = SongMove(number: arrangement.move.number + 1, place: seconds * playingSong.sourceRate, frame: frame)
            emit(.inexact(frame: frame, cause: "another instrument has moved the song"))
        case .missedBar:
            if !hasSaidMissedBar { emit(.missedBar(longestWait: setting.longestWait)) }
            hasSaidMissedBar = true
        case .firstBeats, .matched, .loudness: know(fact)
        case .analysing(let share): facts.analysisShare = share
        case .analysisFailed(let cause): emit(.analysisFailed(cause))
        case .songDamaged(let cause):
            let words = "\(arrangement.songs[arrangement.main].path): \(cause)"
            if songDamage != words { emit(.songDamaged(words)) }
            songDamage = words
        case .sourceDamaged(let cause):
            if sourceDamage != cause { emit(.sourceDamaged(cause)) }
            sourceDamage = cause
        case .turned(let frame, let position, let song):
            if song == arrangement.main { turnQuantise = nil }
            guard arrangement.songs.indices.contains(song) else { break }
            emit(.turned(frame: frame, position: position, song: arrangement.songs[song].path))
        case .leaving(let frame, let parameters): emit(.leaving(frame: frame, parameters: parameters))
        case .applied(let frame, let position, let parameters, let hearing):
            let isAudible = parameters != facts.parameters
            facts.parameters = parameters
            emit(.applied(frame: frame, position: position, parameters: parameters))
            if let hearing, let time = responses.hear(hearing, isAudible: isAudible) { emit(.heard(time, waited: hearing.waited)) }
        case .hears(let frame):
            facts.player.heardFrame = frame
            playedAt = now
        case .sounding(let frame, let seconds, let position):
            facts.sounding = SoundingMoment(frame: frame, clockSeconds: seconds, songSeconds: position / playingSong.sourceRate)
        case .played(let report):
            if facts.player.starvedQuanta == 0, report.starvedQuanta > 0 {
                emit(.starved)
                emit(.inexact(frame: facts.player.frames, cause: "the song could not be read fast enough"))
            }
            if report.lostChanges > facts.player.lostChanges {
                emit(.missed(report.lostChanges - facts.player.lostChanges))
                emit(.inexact(frame: facts.player.frames, cause: "changes of the music are missing"))
            }
            widening.take(report, at: now)
            workload.render(share: report.renderShare, at: now)
            facts.player = report
            playedAt = now
        case .recordingFailed(let cause): emit(.recordingFailed(cause))
        case .recording(let kind, let path): record(kind, path)
        case .mapSaved(let index, let map, let path): keep(index, map, path)
        case .mapNotSaved(let cause): emit(.mapNotSaved(cause))
        case .mapEdited(let index, let map): edit(index, map)
        case .mapDamaged(let cause): emit(.mapDamaged(cause))
        }
        if case .saw(let sight) = fact { follow(sight.times) } else { follow() }
    }

    private mutating func know(_ fact: Fact) { arrangement.know(arrangement.main) { $0.take(fact) } }

    mutating func see(_ raw: Sight) {
        calibrationRun?.see(raw, at: now)
        if raw.name == nil {
            guideCalibration()
            if calibrationRun?.isOver(at: now) == true { endCalibration() }
        }
        var sight = raw
        sight.readings = raw.readings.filter { !ignoredFaces.contains($0.face) }.map { reading in
            FaceReading(face: reading.face, expression: calibration?.applied(to: reading.expression) ?? reading.expression)
        }
        // Ignored since this picture was examined.
        if sight.readings.isEmpty, !raw.readings.isEmpty { sight.state = .severalPeople }
        if let degrees = sidewaysCamera.see(sight, at: now) { emit(.cameraOnItsSide(rotate: degrees)) }
        facts.pictures += 1
        pictureRate.see(at: now)
        if !sight.readings.isEmpty { facts.picturesWithFace += 1 }
        attention.see(sight, at: now)
        workload.look(at: sight, at: now)
        emit(.saw(sight))
    }
}
