import Cascade
import DSP
import Mood
import Session

/// A song that can be asked for.
public struct PageSong: Equatable, Sendable {
    /// What `--song` and the command `song` take.
    public var name: String
    /// For people.
    public var label: String

    /// A song as given.
    public init(name: String, label: String) {
        self.name = name
        self.label = label
    }
}

/// What the page is told, each as one JSON object; the names are those of the events on the wire.
enum PageMessages {
    // MARK: - Once

    static func hello(_ setting: PageSetting, _ songs: [PageSong], _ access: PageGate.Access, ceiling: Float) -> JSONText {
        .object { text in
            text.put("program", "leitmotif")
            text.put("page", setting.files.digest)
            text.put("role", access.role.rawValue)
            text.put("mayPreview", access.mayPreview)
            text.put("locked", setting.isLocked)
            text.put("ceiling", ceiling)
            text.put("preview", setting.allowsPreview ? "allowed" : "never")
            text.put("songs", each: songs) { text, song in
                text.put("name", song.name)
                text.put("label", song.label)
            }
            text.put("filters", MoodField.filterKind.choices)
            text.put("blends", Blend.all.map(\.name))
            text.put("fields", each: MoodField.common, describe)
            text.put("effects", each: EffectSetting.catalogue) { text, effect in
                text.put("name", effect.name)
                text.put("meaning", effect.meaning)
                text.put("parameters", each: effect.parameters, describe)
            }
        }
    }

    private static func describe(_ text: inout JSONText, _ field: MoodField) {
        text.put("key", field.key)
        text.put("label", field.label)
        text.put("unit", field.unit)
        text.put("min", field.range.lowerBound)
        text.put("max", field.range.upperBound)
        text.put("step", field == .semitones || !field.choices.isEmpty ? 1 : 0)
        text.put("scale", field == .tempo || field == .filterHertz || field == .filterQ ? "log" : "linear")
        text.put("choices", field.choices)
        text.put("meaning", field.meaning)
    }

    private static func describe(_ text: inout JSONText, _ parameter: EffectParameter) {
        text.put("key", parameter.key)
        text.put("label", label(parameter))
        text.put("unit", String(parameter.unit.symbol.drop { $0 == " " }))
        text.put("min", parameter.range.lowerBound)
        text.put("max", parameter.range.upperBound)
        text.put("step", parameter.choices.isEmpty ? 0 : 1)
        text.put("scale", parameter.range.lowerBound > 0 && parameter.range.upperBound / parameter.range.lowerBound >= 50 ? "log" : "linear")
        if parameter.choices.isEmpty {
            text.put("default", parameter.defaultValue)
        } else {
            text.put("default", parameter.text(parameter.defaultValue))
        }
        text.put("choices", parameter.choices)
        text.put("beat", parameter.beatRule != nil)
        text.put("meaning", parameter.meaning)
    }

    /// The key for people: its unit stands elsewhere.
    private static func label(_ parameter: EffectParameter) -> String {
        var words = parameter.key.split(separator: "_")
        if words.count > 1, let last = words.last, ["hertz", "db", "seconds", "ms"].contains(last) { words.removeLast() }
        return words.joined(separator: " ")
    }

    // MARK: - Now and then

    static func song(_ snapshot: Snapshot, label: String, outline: SongOutline.Result?) -> JSONText {
        .object { text in
            text.put("name", snapshot.song)
            text.put("label", label)
            text.put("seconds", snapshot.songLength ?? outline?.seconds)
            text.put("waveform", outline.map { SixBits.text($0.peaks) })
            text.put("beats", Array((snapshot.beats?.beats ?? []).prefix(mostBeats)))
            text.put("bars", Array((snapshot.beats?.bars ?? []).prefix(mostBeats)))
            text.put("bpm", snapshot.beats?.beatsPerMinute, decimals: 2)
            text.put("beatsPerBar", snapshot.beats?.beatsPerBar ?? 4)
        }
    }

    private static let mostBeats = 4000

    static func map(_ tuning: Tuning) -> JSONText {
        .object { text in
            text.put("name", tuning.map.name)
            text.put("blend", tuning.map.blend.name)
            text.put("quantise", tuning.map.quantise.name)
            text.put("changed", tuning.map != tuning.saved)
            text.put("undo", tuning.canUndo)
            text.put("redo", tuning.canRedo)
            text.put("compare", tuning.isComparing)
            text.put("moods") { moods(&$0, tuning.map) }
            text.put("saved") { moods(&$0, tuning.saved) }
        }
    }

    private static func moods(_ text: inout JSONText, _ map: MoodMap) {
        for mood in Expression.allCases {
            let setting = map[mood]
            text.put(mood.name) { text in
                for field in fields(of: setting) {
                    guard let value = setting[field] else { continue }
                    if field.isChoice { text.put(field.key, field.text(value)) } else { text.put(field.key, value, decimals: 4) }
                }
            }
        }
    }

    /// In the order of a map's file, without what follows the beat.
    private static func fields(of setting: MoodSetting) -> [MoodField] {
        let parameters = (setting.effect.descriptor?.parameters ?? []).filter { $0.beatRule == nil || !setting.effectFollowsBeat }
        return MoodField.common.flatMap { $0 == .effectKind ? [$0] + parameters.map { .effect($0.key) } : [$0] }
    }

    static func notices(_ notices: [Notice]) -> JSONText { .object { $0.put("notices", each: notices) { $1.write(to: &$0) } } }

    static func over(next: String?) -> JSONText { .object { $0.put("next", next) } }

    // MARK: - Often

    static func faces(_ sight: Sight?, ignored: Set<Int>) -> JSONText {
        .object { text in
            text.put("width", sight?.width ?? 0)
            text.put("height", sight?.height ?? 0)
            text.put("faces", each: Array((sight?.faces ?? []).prefix(mostFaces))) { text, face in
                let reading = sight?.readings.first { $0.face == face.id }
                text.put("id", face.id)
                text.put("x", face.rect.x)
                text.put("y", face.rect.y)
                text.put("w", face.rect.width)
                text.put("h", face.rect.height)
                text.put("turn", face.degrees, decimals: 0)
                text.put("counts", reading != nil)
                text.put("ignored", ignored.contains(face.id))
                if let reading {
                    text.put("reading", Expression.allCases.map { Double(reading.expression[$0]) }, decimals: 2)
                } else {
                    text.put("reading", nil as String?)
                }
            }
        }
    }

    /// A crowd's boxes would be more than the wire is meant for.
    private static let mostFaces = 12

    static func now(_ snapshot: Snapshot, _ sound: SoundMeter.Reading) -> JSONText {
        .object { text in
            text.put("t", snapshot.seconds, decimals: 2)
            text.put("w", Expression.allCases.map { Double(snapshot.weights[$0]) })
            text.put("p", [Double(snapshot.place.valence), Double(snapshot.place.arousal)])
            text.put("s", snapshot.songSeconds, decimals: 2)
            if let beat = snapshot.beat { text.put("b", [Double(beat.beat), beat.phase], decimals: 2) } else { text.put("b", nil as String?) }
            text.put("l", [sound.peakDecibels, sound.loudness].map { $0.map(Double.init) ?? .nan }, decimals: 1)
            text.put("f", SixBits.text(sound.spectrum))
        }
    }
}

extension MoodField {
    /// Its value is shown as a word.
    var isChoice: Bool {
        guard case .effect(let key) = self else { return !choices.isEmpty }
        return EffectSetting.catalogue.flatMap(\.parameters).contains { $0.key == key && !$0.choices.isEmpty }
    }
}
