import DSP
import Mood
import Session

/// The state of the session and of the program, as the page is told it a few times a second.
struct StateMessage {
    /// What the snapshot does not know.
    struct Surroundings: Equatable {
        /// Resident memory of the program, MB.
        var memory: Double?
        /// Free where recordings go, MB.
        var disk: Double?
        var clients = 0
        /// Seconds until the preview goes off; 0 when it is off.
        var previewLeft = 0.0
    }

    /// What a person waits for after touching something: it is told earlier than the rest.
    struct Watched: Equatable {
        private let state: MoodState, mood: Mood.Expression, held: Mood.Expression?
        private let flags: [Bool]
        private let map: String, maps: [String], amount: Float, quantise: Quantise, volume: Float
        private let sounding: ChainParameters, wished: ChainParameters
        private let recordings: [Recording: String], calibrating: String?, lost: Set<Device>

        init(_ snapshot: Snapshot, previewIsOn: Bool) {
            (state, mood, held) = (snapshot.state, snapshot.mood, snapshot.held)
            flags = [snapshot.isPanicking, snapshot.isPaused, snapshot.isQuantiseSet, previewIsOn, snapshot.policy == .lift, snapshot.tapSeconds != nil]
            (map, maps, amount, quantise) = (snapshot.map, snapshot.maps, snapshot.amount, snapshot.quantise)
            volume = snapshot.volumeDecibels
            (sounding, wished) = (snapshot.parameters, snapshot.wished)
            (recordings, calibrating, lost) = (snapshot.recordings, snapshot.calibrating, snapshot.lostDevices)
        }
    }

    let snapshot: Snapshot
    let surroundings: Surroundings

    var text: JSONText {
        .object { text in
            text.put("state") { text in
                text.put("name", snapshot.state.name)
                text.put("words", snapshot.state.sentence)
                text.put("advice", snapshot.state.advice ?? "")
            }
            mood(&text)
            music(&text)
            health(&text)
            text.put("recording") { text in
                text.put("sound", snapshot.recordings[.sound])
                text.put("session", snapshot.recordings[.numbers])
            }
            text.put("preview") { text in
                text.put("on", surroundings.previewLeft > 0)
                text.put("left", surroundings.previewLeft, decimals: 0)
            }
            text.put("calibrating", snapshot.calibrating)
            text.put("analysis", snapshot.analysisShare, decimals: 2)
        }
    }

    private func mood(_ text: inout JSONText) {
        text.put("mood", snapshot.mood.name)
        text.put("margin", snapshot.margin)
        text.put("held", snapshot.held?.name)
        text.put("panic", snapshot.isPanicking)
        text.put("paused", snapshot.isPaused)
        text.put("fade", snapshot.fadeDecibels, decimals: 1)
    }

    private func music(_ text: inout JSONText) {
        text.put("map", snapshot.map)
        text.put("maps", snapshot.maps)
        text.put("amount", snapshot.amount)
        text.put("quantise", snapshot.quantise.name)
        text.put("quantiseBy", snapshot.isQuantiseSet ? "hand" : "map")
        text.put("policy", snapshot.policy == .match ? "match" : "lift")
        text.put("tap", snapshot.tapSeconds, decimals: 3)
        text.put("songs", snapshot.songs.count)
        text.put("volume", snapshot.volumeDecibels, decimals: 1)
        text.put("now") { parameters(snapshot.parameters, to: &$0) }
        text.put("next", isNull: !snapshot.hasChangeWaiting) { parameters(snapshot.wished, to: &$0) }
        text.put("beatsPerBar", snapshot.beats?.beatsPerBar)
    }

    private func parameters(_ parameters: ChainParameters, to text: inout JSONText) {
        text.put("semitones", parameters.semitones, decimals: 2)
        text.put("tempo", parameters.tempo)
        text.put("bpm", snapshot.beats.map { $0.beatsPerMinute * parameters.tempo }, decimals: 1)
        text.put("gain", parameters.gainDecibels, decimals: 1)
        text.put("filter") { text in
            text.put("kind", parameters.filter.kind.name)
            text.put("hertz", parameters.filter.cutoffHertz, decimals: 1)
            text.put("q", parameters.filter.q)
        }
        text.put("effect") { text in
            text.put("name", parameters.effect.name)
            let values = parameters.effect.values
            for (index, parameter) in (parameters.effect.descriptor?.parameters ?? []).enumerated() {
                if parameter.choices.isEmpty {
                    text.put(parameter.key, values[index])
                } else {
                    text.put(parameter.key, parameter.text(values[index]))
                }
            }
        }
    }

    private func health(_ text: inout JSONText) {
        let (player, sight) = (snapshot.player, snapshot.sight)
        text.put("health") { text in
            text.put("fps", snapshot.pictureRate, decimals: 1)
            text.put("asked", sight.flatMap { $0.lasting > 0 && $0.name == nil ? 1 / $0.lasting : nil }, decimals: 1)
            text.put("decode", sight?.decodeMilliseconds, decimals: 2)
            text.put("detect", sight?.detectMilliseconds, decimals: 2)
            text.put("read", sight?.readMilliseconds, decimals: 2)
            text.put("share", player.share, decimals: 4)
            text.put("worst", player.worstBlockShare)
            text.put("xruns", player.xruns)
            text.put("gaps", player.starvedQuanta)
            text.put("card", snapshot.outputRate > 0 ? Double(player.cardDelayFrames) / snapshot.outputRate : 0, decimals: 4)
            text.put("ear", snapshot.medianFaceToEar)
            text.put("earBeat", snapshot.medianFaceToBeat)
            text.put("memory", surroundings.memory, decimals: 1)
            text.put("disk", surroundings.disk, decimals: 0)
            text.put("dropped", player.droppedFrames)
            text.put("reliefs", snapshot.reliefs.map(\.words))
            text.put("lost", Device.allCases.filter(snapshot.lostDevices.contains).map(\.name))
            text.put("clients", surroundings.clients)
        }
    }
}

extension Snapshot {
    /// The strongest of the five probabilities minus the second.
    var margin: Float {
        let sorted = Expression.allCases.map { weights[$0] }.sorted(by: >)
        return sorted[0] - sorted[1]
    }

    /// Key, tempo or the kind of effect are to change with the next beat or bar.
    var hasChangeWaiting: Bool {
        wished.semitones != parameters.semitones || wished.tempo != parameters.tempo || !wished.effect.isSameEffect(as: parameters.effect)
    }
}
