import Capture
import FoundationEssentials
import Glibc
import Mood
import Session

/// Looks at everything that a session with these options would use, in the order in which a person would: opens the camera and the
/// sound card for some seconds, as the session would, and writes nothing.
struct Examination {
    let live: Live

    /// - Parameter tell: is given each finding as soon as there is one.
    func run(_ tell: (Finding) throws -> Void) throws {
        for finding in FilesCheck(live: live).findings { try tell(finding) }
        let (camera, measurement, watched) = sight
        try tell(camera)
        if let measurement {
            try tell(FaceCheck(
                widths: measurement.faceWidths, pictures: measurement.states.count, pictureWidth: measurement.pictureWidth,
                state: measurement.commonestTrouble).finding)
        }
        let rate = (try? Song.open(SongNames(live.song).all[0]))?.source.sampleRate ?? 44_100
        let card = soundCard(rate: rate)
        try tell(card.finding)
        try tell(SoundServerCheck.own.finding)
        try tell(SchedulingCheck.own.finding)
        var hasCard = live.output.isEmpty || card.isNamed
        if case .refused = card.outcome { hasCard = false }
        let places = DiskCheck.places(live, hasCard: hasCard, rate: rate, cache: UserFolders.own.cache)
        try tell(DiskCheck(places: places).finding)
        try tell(ClockCheck.own.finding)
        for finding in speed(measurement, watched) { try tell(finding) }
    }

    /// The camera that a session would use, or the source that is named; else the actor.
    private var sight: (Finding, SightMeasurement?, rate: Double) {
        let name = live.camera
        // What comes through a pipe comes once.
        if name == "-" { return (.good("camera", "pictures from standard input"), nil, 30) }
        do {
            let watcher = try live.faces.watcher()
            var check = CameraCheck(isNamed: name != nil, name: name ?? "actor")
            var source: (any FrameSource)?
            if let name {
                source = try openSource(name, detail: .faces)
            } else {
                for info in CameraList.cameras() where source == nil {
                    do throws(LeitmotifError) { source = try Camera(info) } catch { check.refusals.append(error) }
                }
            }
            let opened = try source ?? openSource("actor")
            if let camera = opened as? Camera {
                check.name = "\(camera.name), \(camera.path)"
                check.format = camera.format.description
                check.askedRate = camera.format.framesPerSecond
            } else if let camera = opened as? RpicamCamera {
                check.name = camera.program
                check.format = camera.format.description
                check.askedRate = camera.format.framesPerSecond
            }
            let measurement = try SightMeasurement(opened, watcher)
            check.deliveredRate = measurement.deliveredRate
            check.light = measurement.light
            let rate = check.deliveredRate ?? opened.frameSeconds.map { 1 / $0 } ?? 30
            // The actor's face says nothing of the person's.
            let isPerson = name != nil || source != nil
            return (check.finding, isPerson ? measurement : nil, rate)
        } catch { return (Finding("camera", error), nil, 30) }
    }

    private func soundCard(rate: Double) -> SoundCardCheck {
        let named = live.output.first { OutputName($0).isCard }
        var check = SoundCardCheck(name: named ?? "default", isNamed: named != nil)
        guard named != nil || live.output.isEmpty else { return check }
        do {
            let latency = try LatencyChoice(live.latency)
            let request = SoundCardRequest(
                name: check.name, rate: rate, periodSeconds: latency.seconds,
                channels: try live.channels.map { try ChannelChoice($0).channels })
            let card = try LiveOpening.openCard(request)
            check.outcome = .opened(
                rate: card.rate, format: card.format, periodFrames: card.periodFrames, bufferFrames: card.bufferFrames)
        } catch {
            let reason = error as? LeitmotifError
                ?? LeitmotifError(.failed, "open sound device", check.name, Live.message(for: error), next: "see app live --help")
            check.outcome = .refused(reason)
            check.holders = SoundCardHolders.all()
        }
        return check
    }

    private func speed(_ measurement: SightMeasurement?, _ rate: Double) -> [Finding] {
        do {
            // Without a person's pictures the actor's say as much.
            let seen = try measurement ?? SightMeasurement(Actor().open(), live.faces.watcher())
            let sound = try SpeedCheck.sound(of: SongNames(live.song).all[0], maps: MapChoice(live.map).all, quality: live.quality)
            return SpeedCheck(
                pictureMilliseconds: seen.milliseconds, pictureRate: max(rate, 1), soundShare: sound.share, worstBlockShare: sound.worst
            ).findings
        } catch { return [Finding("speed", error)] }
    }
}
