import Capture
import DSP
import FoundationEssentials
import Glibc
import Mood
import Session

/// Opens everything a live session needs, and reports every fallback for what is missing.
struct LiveOpening {
    let options: Live
    /// The songs in their order, as a person names them.
    let songs: [String]
    /// How long to play; nil until stopped.
    let seconds: Double?
    let maps: MapChoice
    /// What shows the pictures on a page; nil without one.
    let preview: Preview?
    let say: (String) -> Void

    func open() throws -> LiveParts {
        let song = try Song.open(songs[0])
        // Each that is named is there, whatever is in it.
        for name in songs.dropFirst() where name != "theme" { try Files.check(name, "open song") }
        if let remark = song.remark { say(remark) }
        let watcher = try options.faces.liveWatcher()
        watcher.preview = preview
        let (source, reopen) = try openCamera()
        let latency = try LatencyChoice(options.latency)
        let (card, request, files) = try openOutput(rate: song.source.sampleRate, latency)
        let rate = card?.rate ?? song.source.sampleRate
        var setting = try setting(grid: song.grid, isRecorded: !files.isEmpty || options.record != nil)
        let moodSongs = try LiveOpening.moodSongs(of: maps.all, options.quality)
        let isAlone = songs.count == 1 && moodSongs.isEmpty
        setting.moodSongs = moodSongs.map(\.song)
        setting.song = song.recordedName
        setting.reliefs = watcher.reliefs + (options.quality == .light ? [] : [.lightStretch])
        setting.songs = songs.map(Song.recordedName)
        setting.outputRate = rate
        setting.sourceRate = song.source.sampleRate
        let (name, analyser) = (song.name, song.analyser(options.quality, measuresLoudness: !isAlone))
        var handedCard: HandOver<SoundCard>?
        if let card { handedCard = HandOver(card) }
        // Handed over here, after its last use on this thread.
        var parts = LiveParts(
            performance: setting, song: HandOver(song.source), songName: name, source: HandOver(source),
            watcher: HandOver(watcher), reopenSource: reopen, card: handedCard,
            blockFrames: latency.blockFrames(rate: rate))
        parts.analyser = analyser
        parts.moodSongs = moodSongs.map(\.part)
        if songs.count > 1 { parts.nextSong = LiveOpening.opening(songs, options.quality) }
        parts.reopenCard = request.map { LiveOpening.reopening($0, rate: rate) }
        parts.recordings = files
        parts.seconds = seconds
        return parts
    }

    /// The songs that moods of the maps have to themselves, each opened once to see whether it can be.
    private static func moodSongs(of maps: [MoodMap], _ quality: StretchQuality) throws -> [(song: KnownSong, part: SongPart)] {
        try Set(maps.flatMap(\.songs.values)).sorted().map { path in
            let part = try Song.open(path).part(as: path, quality)
            return (part.known, part.part)
        }
    }

    /// Opens a song of the list while another one plays.
    private static func opening(_ songs: [String], _ quality: StretchQuality) -> @Sendable (Int) throws(LeitmotifError) -> SongPart {
        { index throws(LeitmotifError) in
            do {
                return try Song.open(songs[index]).part(as: Song.recordedName(songs[index]), quality).part
            } catch let error as LeitmotifError {
                throw error
            } catch {
                throw LeitmotifError(.failed, "open song", songs[index], "\(error)", next: "choose another file")
            }
        }
    }

    private func setting(grid: BeatGrid?, isRecorded: Bool) throws -> Performance.Setting {
        var setting = Performance.Setting(
            mapping: ParameterMapping(
                map: maps.first, amount: Float(options.amount), beatsPerMinute: grid?.beatsPerMinute,
                beatsPerBar: grid?.beatsPerBar ?? 4))
        setting.maps = maps.all
        setting.quantise = try checkedQuantise(options.quantise)
        setting.longestWait = options.longestWait
        setting.isLocked = options.page.lock
        setting.quality = options.quality
        setting.grid = grid
        setting.analysesSong = true
        setting.idle = options.idle
        setting.calibration = try options.faces.calibration.map(CalibrationFile.read)
        setting.canChangeSong = !isRecorded && options.camera != "-"
        setting.everybodyCounts = options.faces.who == .all
        setting.volumeCeiling = Float(options.page.ceiling)
        setting.fadesIn = true
        return setting
    }

    private func openOutput(
        rate: Double, _ latency: LatencyChoice
    ) throws -> sending (card: SoundCard?, request: SoundCardRequest?, files: [String]) {
        let files = options.output.filter { OutputName($0).isFile }
        let name = options.output.first { OutputName($0).isCard }
        let channels = try options.channels.map { try ChannelChoice($0).channels }
        let request = SoundCardRequest(name: name ?? "default", rate: rate, periodSeconds: latency.seconds, channels: channels)
        if name != nil { return (try LiveOpening.openCard(request), request, files) }
        guard options.output.isEmpty else { return (nil, nil, files) }
        do throws(LeitmotifError) {
            return (try LiveOpening.openCard(request), request, [])
        } catch {
            // A card that is there, but not as it was asked for.
            if error.kind == .outOfRange { throw error }
            say("no sound device (\(error.cause)): writing leitmotif-session.wav instead; --output names another")
        }
        try options.files(writing: ["leitmotif-session.wav"]).check()
        return (nil, nil, ["leitmotif-session.wav"])
    }

    /// Asks again for what was granted first; whatever the card grants then will do.
    private static func reopening(
        _ request: SoundCardRequest, rate: Double
    ) -> @Sendable (Double) throws(LeitmotifError) -> SoundCard {
        { bufferSeconds throws(LeitmotifError) in
            var again = request
            again.rate = rate
            again.bufferSeconds = max(request.bufferSeconds, bufferSeconds)
            return try SoundCard(again)
        }
    }

    /// Opens a card, but does not wait for ever.
    static func openCard(_ request: SoundCardRequest) throws(LeitmotifError) -> sending SoundCard {
        let attempt = try CardAttempt { () throws(LeitmotifError) in try SoundCard(request) }
        switch attempt.wait() {
        case .opened(let card): return card.take()
        case .failed(let error): throw error
        case nil:
            throw LeitmotifError(
                .lost, "open sound device", request.name,
                "it has not opened within \(Int(CardAttempt.patienceSeconds)) seconds", next: "see app speakers, or name a FILE.wav")
        }
    }

    /// The camera asked for, else the first one, else the actor.
    private func openCamera() throws -> sending (any FrameSource, @Sendable () throws(LeitmotifError) -> any FrameSource) {
        if let name = options.camera {
            let source = try openSource(name, detail: .faces)
            // A camera is found again whatever its number is then.
            let camera = (source as? Camera).map { (id: $0.stableID, path: $0.path) }
            return (
                source,
                { () throws(LeitmotifError) in
                    if let camera { return try Camera(again: camera.id, at: camera.path) }
                    return try openSource(name, detail: .faces)
                }
            )
        }
        var refusals: [String] = []
        for info in CameraList.cameras() {
            do throws(LeitmotifError) {
                let camera = try Camera(info)
                let (id, path) = (camera.stableID, camera.path)
                return (camera, { () throws(LeitmotifError) in try Camera(again: id, at: path) })
            } catch {
                refusals.append("\(info.name): \(error.cause); \(error.nextStep)")
            }
        }
        let why = refusals.isEmpty ? "there is no camera" : "no camera can be used (\(refusals.joined(separator: " | ")))"
        say("\(why): the built-in actor plays; --camera names another source")
        return (try openSource("actor"), { () throws(LeitmotifError) in try openSource("actor") })
    }
}
