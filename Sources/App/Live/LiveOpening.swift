import Capture
import Foundation
import Mood
import Session

/// Opens everything a live session needs, and reports every fallback for what is missing.
struct LiveOpening {
    let options: Live
    /// The song's name as a person gives it.
    let song: String
    /// How long to play; nil until stopped.
    let seconds: Double?
    let maps: MapChoice
    let say: (String) -> Void

    func open() throws -> LiveParts {
        let song = try Song.open(song)
        if let remark = song.remark { say(remark) }
        let watcher = try options.faces.watcher()
        let (source, reopen) = try openCamera()
        let latency = try LatencyChoice(options.latency)
        let (card, cardName, files) = try openOutput(rate: song.source.sampleRate, latency)
        let rate = card?.rate ?? song.source.sampleRate
        let periodFrames = card?.periodFrames ?? latency.blockFrames(rate: rate)
        var setting = try setting(grid: song.grid, isRecorded: !files.isEmpty || options.record != nil)
        setting.song = song.recordedName
        setting.outputRate = rate
        setting.sourceRate = song.source.sampleRate
        let (name, analyser) = (song.name, song.analyser)
        var handedCard: HandOver<SoundCard>?
        if let card { handedCard = HandOver(card) }
        // Handed over here, after its last use on this thread.
        var parts = LiveParts(
            performance: setting, song: HandOver(song.source), songName: name, source: HandOver(source),
            watcher: HandOver(watcher), reopenSource: reopen, card: handedCard, blockFrames: periodFrames)
        parts.analyser = analyser
        parts.reopenCard = cardName.map { LiveOpening.reopening($0, rate: rate, periodFrames: periodFrames) }
        parts.recordings = files
        parts.seconds = seconds
        return parts
    }

    private func setting(grid: BeatGrid?, isRecorded: Bool) throws -> Performance.Setting {
        var setting = Performance.Setting(
            mapping: ParameterMapping(
                map: maps.first, amount: Float(options.amount), beatsPerMinute: grid?.beatsPerMinute,
                beatsPerBar: grid?.beatsPerBar ?? 4))
        setting.maps = maps.all
        setting.quantise = try checkedQuantise(options.quantise)
        setting.grid = grid
        setting.analysesSong = true
        setting.idle = options.idle
        setting.calibration = try options.faces.calibration.map(CalibrationFile.read)
        setting.canChangeSong = !isRecorded && options.camera != "-"
        setting.everybodyCounts = options.faces.who == .all
        return setting
    }

    private func openOutput(
        rate: Double, _ latency: LatencyChoice
    ) throws -> sending (card: SoundCard?, cardName: String?, files: [String]) {
        let files = options.output.filter { OutputName($0).isFile }
        if let name = options.output.first(where: { OutputName($0).isCard }) {
            return (try LiveOpening.openCard(name, rate: rate, latency), name, files)
        }
        guard options.output.isEmpty else { return (nil, nil, files) }
        do throws(LeitmotifError) {
            return (try LiveOpening.openCard("default", rate: rate, latency), "default", [])
        } catch {
            say("no sound device (\(error.cause)): writing leitmotif-session.wav instead; --output names another")
        }
        try options.files(writing: ["leitmotif-session.wav"]).check()
        return (nil, nil, ["leitmotif-session.wav"])
    }

    private static func reopening(
        _ name: String, rate: Double, periodFrames: Int
    ) -> @Sendable () throws(LeitmotifError) -> SoundCard {
        { () throws(LeitmotifError) in
            let again = try SoundCard(name: name, rate: rate, periodFrames: periodFrames, periods: 3)
            guard again.rate == rate else {
                throw LeitmotifError(
                    .lost, "open sound device", name, "it came back with another rate", next: "start the session again")
            }
            return again
        }
    }

    private static func openCard(_ name: String, rate: Double, _ latency: LatencyChoice) throws(LeitmotifError) -> SoundCard {
        try SoundCard(name: name, rate: rate, periodFrames: latency.blockFrames(rate: rate), periods: 3)
    }

    /// The camera asked for, else the first one, else the actor.
    private func openCamera() throws -> sending (any FrameSource, @Sendable () throws(LeitmotifError) -> any FrameSource) {
        if let name = options.camera {
            let source = try openSource(name, detail: .faces)
            let id = (source as? Camera)?.stableID ?? name
            return (source, { () throws(LeitmotifError) in try openSource(id, detail: .faces) })
        }
        var refusal = ""
        for info in CameraList.cameras() {
            do throws(LeitmotifError) {
                let camera = try Camera(named: info.path)
                let id = camera.stableID
                return (camera, { () throws(LeitmotifError) in try Camera(named: id) })
            } catch {
                refusal = " (\(info.name): \(error.cause))"
            }
        }
        say("no camera\(refusal): the built-in actor plays; --camera names another source")
        return (try openSource("actor"), { () throws(LeitmotifError) in try openSource("actor") })
    }
}

/// Opens the source that `--camera` or `watch` names.
/// - Parameter detail: of videos; cameras always use `.faces`.
func openSource(_ name: String, detail: FrameDetail = .full) throws(LeitmotifError) -> any FrameSource {
    if name == "actor" { return try Actor().open() }
    if Int(name) != nil || name.hasPrefix("/dev/video") { return try Camera(named: name) }
    if name == "-" || FileManager.default.fileExists(atPath: name) { return try openFrames(name, detail: detail) }
    if let camera = try? Camera(named: name) { return camera }
    return try openFrames(name, detail: detail)
}
