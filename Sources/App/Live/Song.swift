import Capture
import Foundation
import Mood
import Session
import TOMLKit

/// An open song, with its beat grid if one lies beside it.
struct Song {
    let source: any SongSource
    let name: String
    let path: String
    let grid: BeatGrid?

    /// Its name in a session's record, valid from any folder.
    var recordedName: String { name == "theme" ? name : URL(fileURLWithPath: name).standardizedFileURL.path }

    /// - Parameter name: `theme`, or a sound file that libsndfile or an installed ffmpeg reads.
    static func open(_ name: String) throws -> Song {
        let path = name == "theme" ? try Home.path(of: "Resources/theme.ogg") : name
        let source = try openSong(path, patience: .signalled)
        return Song(source: source, name: name, path: path, grid: try grid(beside: path, of: source))
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
    var analyser: SongAnalyser {
        let path = path
        return SongAnalyser(path: path, needsBeats: grid == nil) { () throws(LeitmotifError) in try openSong(path, patience: .signalled) }
    }

    /// Reads `NAME.toml` beside `NAME.ogg`: tempo_bpm, beats_per_bar, beats and bars in seconds.
    private static func grid(beside path: String, of source: any SongSource) throws -> BeatGrid? {
        let sidecar = (path as NSString).deletingPathExtension + ".toml"
        guard sidecar != path, FileManager.default.fileExists(atPath: sidecar), let frames = source.frameCount else { return nil }
        let table = try TOMLText.table(try Files.text(of: sidecar, "read beat grid"), "read beat grid", sidecar)
        let beats = seconds(table["beats"]), bars = seconds(table["bars"])
        guard let tempo = table["tempo_bpm"]?.number, !beats.isEmpty else { return nil }
        let grid = BeatGrid(
            beatFrames: beats.map { $0 * source.sampleRate }, barFrames: bars.map { $0 * source.sampleRate },
            loopFrames: Double(frames), beatsPerMinute: tempo, beatsPerBar: table["beats_per_bar"]?.int ?? 4)
        guard let grid else {
            throw LeitmotifError(
                .damaged, "read beat grid", sidecar, "beats or bars are not ascending seconds within the song",
                next: "mend or delete that file")
        }
        return grid
    }

    private static func seconds(_ value: TOMLValueConvertible?) -> [Double] {
        (value?.array).map { $0.compactMap(\.number) } ?? []
    }
}

extension Patience {
    /// Until a signal ends the program, or the decoder has sent nothing for too long.
    static var signalled: Patience { Patience { StopFlag.signalled.isSet } }
}

extension TOMLValueConvertible {
    /// A whole or a fractional number.
    var number: Double? { double ?? int.map(Double.init) }
}
