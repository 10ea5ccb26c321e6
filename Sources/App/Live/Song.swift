import Capture
import DSP
import FoundationEssentials
import Glibc
import Mood
import Session

/// An open song, with its beat grid if one lies beside it.
struct Song {
    let source: any SongSource
    let name: String
    let path: String
    let grid: BeatGrid?
    /// Why a grid beside it is not used, for people.
    let remark: String?

    /// Its name in a session's record, valid from any folder.
    var recordedName: String { Song.recordedName(name) }

    static func recordedName(_ name: String) -> String {
        name == "theme" ? name : URL(fileURLWithPath: name).standardizedFileURL.path
    }

    /// - Parameter name: `theme`, or a sound file that libsndfile or an installed ffmpeg reads.
    static func open(_ name: String) throws -> Song {
        let path = name == "theme" ? try Home.path(of: "Resources/theme.ogg") : name
        let source = try openPlayableSong(path, patience: .signalled)
        let (grid, remark) = try grid(beside: path, of: source)
        return Song(source: source, name: name, path: path, grid: grid, remark: remark)
    }

    /// To be called once everything was read and written.
    /// - Throws: when part of the song could not be heard.
    static func checkDamage(_ source: any SongSource, _ name: String) throws { try checkDamage(source.damage, name) }

    /// The same of a damage known otherwise.
    static func checkDamage(_ damage: String?, _ name: String) throws {
        guard let damage else { return }
        throw LeitmotifError(.damaged, "read song", name, damage, next: "copy it again for the whole of it")
    }

    /// Finds its beats, unless a grid lies beside it, and the loudness of moods.
    func analyser(_ quality: StretchQuality, measuresLoudness: Bool = false) -> SongAnalyser {
        let path = path
        return SongAnalyser(
            path: path, beatWeights: grid == nil ? Files.beatWeights : nil, quality: quality, measuresLoudness: measuresLoudness
        ) { () throws(LeitmotifError) in
            try openPlayableSong(path, patience: .signalled)
        }
    }

    /// As one of several songs of a live session, which opens it once more.
    /// - Parameter name: as records and maps name it.
    func part(as name: String, _ quality: StretchQuality) -> (known: KnownSong, part: SongPart) {
        let (known, path) = (KnownSong(path: name, sourceRate: source.sampleRate, grid: grid), path)
        let part = SongPart(known, analyser: analyser(quality, measuresLoudness: true)) { () throws(LeitmotifError) in
            try openPlayableSong(path, patience: .signalled)
        }
        return (known, part)
    }

    /// From the file beside it. Without a length there is nothing to lay a grid over.
    private static func grid(beside path: String, of source: any SongSource) throws -> (grid: BeatGrid?, remark: String?) {
        guard let sidecar = BeatGridFile.path(besideSong: path) else { return (nil, nil) }
        let file = try BeatGridFile(path: sidecar)
        guard let frames = source.frameCount else {
            return (nil, "\(sidecar): not used, as \(path) does not say how long it is; convert that to WAV or FLAC")
        }
        return (try file.grid(rate: source.sampleRate, frames: frames), nil)
    }
}

extension Patience {
    /// Until a signal ends the program, or the decoder has sent nothing for too long.
    static var signalled: Patience { Patience { StopFlag.signalled.isSet } }
}
