import Capture
import FoundationEssentials
import Glibc
import Mood
import TOML

/// The beats of a song in a TOML file beside it: `waltz.toml` of `waltz.flac`. Every error names the line and the key.
struct BeatGridFile {
    private static let needed = ["tempo_bpm", "beats_per_bar", "beats", "bars"]
    /// What `Resources/theme.toml` says besides, for people.
    private static let passedOver = ["title", "source", "licence", "frames", "sample_rate", "first_beat_seconds"]

    private let path: String
    private let root: TOMLTable

    /// Where the grid of the song at `path` would be; nil when there is none.
    static func path(besideSong path: String) -> String? {
        let sidecar = path.deletingPathExtension + ".toml"
        return sidecar != path && FileManager.default.fileExists(atPath: sidecar) ? sidecar : nil
    }

    init(path: String) throws(LeitmotifError) {
        self.path = path
        root = try Files.table(of: path, "read beat grid")
    }

    /// - Parameters:
    ///   - rate: the song's, in hertz.
    ///   - frames: the song's length.
    func grid(rate: Double, frames: Int) throws(LeitmotifError) -> BeatGrid {
        for key in root.keys where !(BeatGridFile.needed + BeatGridFile.passedOver).contains(key) {
            throw bad(root[key], "\(key): unknown key; known here: \(BeatGridFile.needed.joined(separator: ", "))")
        }
        let tempo = try value("tempo_bpm", "a number above 0") { $0.number.flatMap { $0.isFinite && $0 > 0 ? $0 : nil } }
        let beatsPerBar = try value("beats_per_bar", "a whole number from 1 on") { $0.integer.flatMap { $0 > 0 ? $0 : nil } }
        let beats = try seconds("beats", within: Double(frames) / rate)
        let bars = try seconds("bars", within: Double(frames) / rate)
        let grid = BeatGrid(
            beatFrames: beats.map { $0 * rate }, barFrames: bars.map { $0 * rate }, loopFrames: Double(frames),
            beatsPerMinute: tempo, beatsPerBar: beatsPerBar)
        guard let grid else { throw bad(nil, "beats or bars are not ascending seconds within the song") }
        return grid
    }

    private func seconds(_ key: String, within end: Double) throws(LeitmotifError) -> [Double] {
        let elements = try value(key, "a list of seconds") { $0.array.flatMap { $0.isEmpty ? nil : $0 } }
        var seconds: [Double] = []
        for element in elements {
            guard let second = element.number, second >= 0, second < end, second > seconds.last ?? -1 else {
                throw bad(element, "\(key): seconds must ascend, within the song's \(String(printf: "%.3f", end))")
            }
            seconds.append(second)
        }
        return seconds
    }

    private func value<Value>(
        _ key: String, _ kind: String, _ read: (TOMLValue) -> Value?
    ) throws(LeitmotifError) -> Value {
        guard let raw = root[key] else { throw bad(nil, "\(key) is missing") }
        guard let value = read(raw) else { throw bad(raw, "\(key): it must be \(kind)") }
        return value
    }

    private func bad(_ value: TOMLValue?, _ cause: String) -> LeitmotifError {
        let place = value.map { "line \($0.line), " } ?? ""
        return LeitmotifError(
            .damaged, "read beat grid", path, place + cause, next: "mend it, or give it another name if it is no grid")
    }
}
