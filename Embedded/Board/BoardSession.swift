import CBoard
import CLeitmotif

/// A session on a board: pictures from a source, sound to a card or a file, events as lines on standard output.
final class BoardSession {
    private static let reopenSeconds = 1.0
    private static let waitMilliseconds: Int32 = 100

    private let setting: Setting
    private let session: OpaquePointer
    private let rate: Double
    private var source: PictureSource?
    private var sound: SoundThread?
    private var file: WaveFile?
    private let block: UnsafeMutablePointer<Float>
    private var pictures = 0

    init(_ setting: Setting) throws(Failure) {
        self.setting = setting
        let song = try WaveSong(setting.song!)
        let output = setting.output ?? ("default" as StaticString).cString
        let isFile = BoardSession.isWave(output)
        // The card says at which rate it plays.
        var card: Card?
        if !isFile { card = try Card(output, rate: song.rate) }
        let outputRate = card?.rate ?? song.rate
        session = try BoardSession.open(setting, song, outputRate: outputRate)
        rate = outputRate
        if isFile { file = try WaveFile(output, rate: outputRate) }
        block = .allocate(capacity: 2 * Card.blockFrames)
        source = try PictureSource(setting)
        if card != nil { sound = SoundThread(session, card.take()!, name: output) }
    }

    private static func isWave(_ name: UnsafePointer<CChar>) -> Bool {
        let length = strlen(name)
        return length > 4 && isEqual(name + (length - 4), ".wav")
    }

    private static func open(_ setting: Setting, _ song: WaveSong, outputRate: Double) throws(Failure) -> OpaquePointer {
        let network = try WholeFile(setting.weights!, "open weights")
        let cascade = try WholeFile(beside(setting.weights!, "frontalface.cascade"), "open cascade")
        var asked = leitmotif_setting()
        (asked.cascade, asked.cascade_bytes) = (UnsafeRawPointer(cascade.bytes), cascade.count)
        (asked.weights, asked.weights_bytes) = (UnsafeRawPointer(network.bytes), network.count)
        (asked.song, asked.song_frames, asked.song_channels) = (song.samples, song.frames, Int32(song.channels))
        (asked.song_rate, asked.output_rate) = (song.rate, outputRate)
        asked.map = LEITMOTIF_DRAMA
        if let map = setting.map {
            if isEqual(map, "seed") { asked.map = LEITMOTIF_SEED } else if isEqual(map, "seed-table") { asked.map = LEITMOTIF_SEED_TABLE }
        }
        var session: OpaquePointer?
        let status = leitmotif_open(&asked, &session)
        guard status == LEITMOTIF_OK, let session else {
            throw Failure("begin", setting.weights!, leitmotif_words(status), next: "copy the weights of this version")
        }
        return session
    }

    /// The path of another file in a file's folder. Never freed: a failure names it.
    private static func beside(_ path: UnsafePointer<CChar>, _ name: StaticString) -> UnsafePointer<CChar> {
        let slash = strrchr(path, Int32(UInt8(ascii: "/")))
        let folder = slash.map { UnsafePointer($0) - path + 1 } ?? 0
        let other = UnsafeMutablePointer<CChar>.allocate(capacity: folder + name.utf8CodeUnitCount + 1)
        memcpy(other, path, folder)
        strcpy(other + folder, name.cString)
        return UnsafePointer(other)
    }

    /// Until the film, the seconds, or the person's patience end.
    func run() throws(Failure) {
        if let source, source.isFilm, file != nil {
            try renderFilm(source)
        } else {
            if let sound {
                guard sound.start() else { throw Failure("begin", "sound" as StaticString, code: EAGAIN, next: "end other programs") }
            }
            defer {
                board_end()
                sound?.join()
            }
            try live()
        }
        report()
    }

    /// A film into a file: as fast as it can, by the film's own time.
    private func renderFilm(_ source: PictureSource) throws(Failure) {
        while board_is_over() == 0, Double(pictures) / setting.rate < setting.seconds, next(source) {
            look(source.picture, at: Double(pictures) / setting.rate)
            pictures += 1
            try write(until: Double(pictures) / setting.rate)
        }
    }

    private func next(_ source: PictureSource) -> Bool {
        while true {
            switch source.wait(milliseconds: BoardSession.waitMilliseconds) {
            case .picture: return true
            case .none: continue
            case .ended: return false
            }
        }
    }

    private func live() throws(Failure) {
        let start = board_now()
        var shown = 0
        var reopenAt = 0.0
        while board_is_over() == 0 {
            let now = board_now() - start
            guard now < setting.seconds else { return }
            switch source?.wait(milliseconds: BoardSession.waitMilliseconds) ?? waitForSource(&reopenAt) {
            case .picture:
                if let source, source.isFilm {
                    let due = Double(shown) / setting.rate
                    shown += 1
                    // What is late is passed over, so that the next one can be on time.
                    if board_now() - start > due + 0.1 { continue }
                    board_sleep(due - (board_now() - start))
                }
                look(source?.picture, at: board_now() - start)
                pictures += 1
            case .none: look(nil, at: board_now() - start)
            case .ended:
                guard let ended = source, ended.isCamera else { return }
                Failure("read camera", setting.camera ?? ("/dev/video0" as StaticString).cString, "it is gone" as StaticString, next: "plug it in again").say()
                source = nil
            }
            if file != nil { try write(until: board_now() - start) }
        }
    }

    /// Without a camera: asks for it every second.
    private func waitForSource(_ reopenAt: inout Double) -> PictureWait {
        board_sleep(Double(BoardSession.waitMilliseconds) / 1000)
        if board_now() >= reopenAt {
            reopenAt = board_now() + BoardSession.reopenSeconds
            guard let again = try? PictureSource(setting) else { return .none }
            source = again
            fputs("leitmotif-board: the camera is back\n", board_errors())
        }
        return .none
    }

    private func look(_ picture: LumaPicture?, at seconds: Double) {
        if let picture {
            _ = leitmotif_look(
                session, picture.pixels, picture.bytes, Int32(picture.width), Int32(picture.height), Int32(picture.width), seconds)
        } else {
            _ = leitmotif_look(session, nil, 0, 0, 0, 0, seconds)
        }
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 80) { line in
            while leitmotif_take_event(session, line.baseAddress, line.count) == LEITMOTIF_OK, line[0] != 0 { puts(line.baseAddress!) }
        }
    }

    private func write(until seconds: Double) throws(Failure) {
        let wanted = Int(seconds * rate)
        while let written = file?.frames, written < wanted {
            let count = min(Card.blockFrames, wanted - written)
            _ = leitmotif_process(session, block, count)
            guard file!.write(block, frames: count) else {
                throw Failure("write sound", setting.output!, "the disk is full" as StaticString, next: "make room")
            }
        }
    }

    /// The last line: what was seen and played.
    private func report() {
        put(pictures, " pictures, ")
        put(file?.frames ?? sound?.frames ?? 0, " frames, ")
        put(sound?.underruns ?? 0, " underruns\n")
        fflush(nil)
    }

    private func put(_ number: Int, _ words: StaticString) {
        if number >= 10 { put(number / 10, "") }
        putchar(Int32(number % 10) + 48)
        for index in 0..<words.utf8CodeUnitCount { putchar(Int32(words.utf8Start[index])) }
    }

    deinit {
        leitmotif_close(session)
        block.deallocate()
    }
}
