import FoundationEssentials
import Glibc
import Mood
import Session

/// The files that a session reads: the program's own, the maps, the song, the calibration.
struct FilesCheck {
    let live: Live

    var findings: [Finding] { [weights, maps, song, calibration] }

    private var weights: Finding {
        do {
            _ = (try Files.cascade(), try Files.profileCascade())
            let classes = try Files.network(live.faces.weights).classNames.count
            return .good("weights", "\(live.faces.weights ?? "the program's own"), \(classes) classes")
        } catch { return Finding("weights", error) }
    }

    private var maps: Finding {
        do {
            let names = try MapChoice(live.map).all.map(\.name)
            return .good("maps", names.joined(separator: ", ") + (names.count > 1 ? "; m changes between them" : ""))
        } catch { return Finding("maps", error) }
    }

    private var song: Finding {
        do {
            let names = try SongNames(live.song).all
            let song = try Song.open(names[0])
            var words = [song.name, "\(song.source.sampleRate.short) Hz", song.source.channels == 1 ? "mono" : "stereo"]
            if let frames = song.source.frameCount {
                words.append(String(printf: "%.1f s", Double(frames) / song.source.sampleRate))
            }
            words.append(song.grid.map { "beats known (\($0.beatsPerMinute.short) a minute)" } ?? "beats are found while it plays")
            if names.count > 1 { words.append("the first of \(names.count)") }
            if let remark = song.remark { return .limited("song", words.joined(separator: ", "), next: remark) }
            return .good("song", words.joined(separator: ", "))
        } catch { return Finding("song", error) }
    }

    private var calibration: Finding {
        guard let name = live.faces.calibration else {
            let names = FilesCheck.calibrations
            let there = names.isEmpty ? "" : "; there are \(names.joined(separator: ", ")), for --calibration"
            return .good("calibration", "none: faces are read as they are" + there)
        }
        do {
            _ = try CalibrationFile.read(name)
            return .good("calibration", name)
        } catch { return Finding("calibration", error) }
    }

    private static var calibrations: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: CalibrationFile.folder())) ?? []
        return names.filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }.sorted()
    }
}
