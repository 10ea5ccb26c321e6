import Capture
import Foundation
import Mood
import Session

/// Opens everything a live session needs, and says what stands in for what is missing.
struct LiveOpening {
    let options: Live
    let say: (String) -> Void

    func open() throws -> (LiveParts, ParameterMapping, MapChoice) {
        let maps = try MapChoice(options.map)
        let song = try Song.open(options.song)
        let watcher = try options.look.watcher()
        let (source, reopen) = try openCamera()
        let mapping = ParameterMapping(
            map: maps.current, amount: Float(options.amount), beatsPerMinute: song.grid?.beatsPerMinute,
            beatsPerBar: song.grid?.beatsPerBar ?? 4)
        let latency = try LatencyChoice(options.latency)
        var files = options.output.filter { OutputName($0).isFile }
        let cardName = options.output.first { OutputName($0).isCard }
        var card: SoundCard?
        if options.output.isEmpty {
            do throws(CaptureError) {
                card = try openCard("default", rate: song.source.sampleRate, latency)
            } catch {
                files = ["leitmotif-session.wav"]
                say("no sound device (\(error.cause)): writing leitmotif-session.wav instead; --output names another")
            }
        } else if let cardName {
            card = try openCard(cardName, rate: song.source.sampleRate, latency)
        }
        let rate = card?.rate ?? song.source.sampleRate
        var parts = LiveParts(
            song: song.source, songName: song.recordedName, grid: song.grid, source: source, watcher: watcher, reopenSource: reopen,
            outputRate: rate, blockFrames: card?.periodFrames ?? latency.blockFrames(rate: rate))
        parts.study = song.study
        parts.maps = maps.all
        parts.card = HandOver(card)
        if let card {
            let name = cardName ?? "default"
            let period = card.periodFrames
            parts.reopenCard = { () throws(CaptureError) in
                let again = try SoundCard(name: name, rate: rate, periodFrames: period, periods: 3)
                guard again.rate == rate else {
                    throw CaptureError("open sound device", name, "it came back with another rate", next: "start the session again")
                }
                return again
            }
        }
        parts.recordings = files
        parts.seconds = options.seconds
        parts.idle = options.idle
        if let path = options.record { parts.record = try SessionRecorder(path: path) }
        return (parts, mapping, maps)
    }

    private func openCard(_ name: String, rate: Double, _ latency: LatencyChoice) throws(CaptureError) -> SoundCard {
        try SoundCard(name: name, rate: rate, periodFrames: latency.blockFrames(rate: rate), periods: 3)
    }

    /// The camera asked for, else the first one, else the actor.
    private func openCamera() throws -> (any FrameSource, @Sendable () throws(CaptureError) -> any FrameSource) {
        if let name = options.camera {
            let source = try openSource(name, detail: .faces)
            let id = (source as? Camera)?.stableID ?? name
            return (source, { () throws(CaptureError) in try openSource(id, detail: .faces) })
        }
        var refusal = ""
        for info in CameraList.cameras() {
            do throws(CaptureError) {
                let camera = try Camera(named: info.path)
                let id = camera.stableID
                return (camera, { () throws(CaptureError) in try Camera(named: id) })
            } catch {
                refusal = " (\(info.name): \(error.cause))"
            }
        }
        say("no camera\(refusal): the built-in actor plays; --camera names another source")
        return (try openSource("actor"), { () throws(CaptureError) in try openSource("actor") })
    }
}

/// Opens whatever `--camera` and `watch` name.
/// - Parameter detail: of videos; a camera gives what it takes to find and read faces.
func openSource(_ name: String, detail: FrameDetail = .full) throws(CaptureError) -> any FrameSource {
    if name == "actor" { return try Actor().open() }
    if Int(name) != nil || name.hasPrefix("/dev/video") { return try Camera(named: name) }
    if name == "-" || FileManager.default.fileExists(atPath: name) { return try openFrames(name, detail: detail) }
    if let camera = try? Camera(named: name) { return camera }
    return try openFrames(name, detail: detail)
}
