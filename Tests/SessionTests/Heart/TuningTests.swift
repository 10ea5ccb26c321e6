import DSP
import Mood
import Testing

@testable import Session

/// The numbers of the map that plays, changed while it plays.
@Suite struct TuningTests {
    private func performance(_ maps: [MoodMap] = [.seed, .drama]) -> Performance {
        var setting = Performance.Setting(mapping: ParameterMapping(map: maps[0]))
        setting.maps = maps
        var performance = Performance(setting)
        performance.take(.hold(.sad), at: 0)
        _ = performance.takeActions()
        return performance
    }

    @Test func aNumberIsHeardAtOnce() {
        var performance = performance()
        performance.take(.tune(.sad, .filterHertz, 700), at: 1)
        #expect(performance.snapshot.wished.filter.cutoffHertz == 700)
        performance.take(.tune(.happy, .semitones, 7), at: 2)
        #expect(performance.snapshot.wished.semitones == MoodMap.seed.sad.semitones)
        #expect(performance.snapshot.tuning.map.happy.semitones == 7 && performance.snapshot.tuning.saved == .seed)
    }

    @Test func everyStepIsTakenBackAndMadeAgain() {
        var performance = performance()
        var maps = [performance.snapshot.tuning.map]
        let commands: [Command] = [
            .tune(.sad, .semitones, -7), .tune(.sad, .effectKind, 2), .tune(.sad, .effect("feedback"), 0.4), .blend(.place),
            .tuneQuantise(.bar), .tune(.neutral, .gain, -3),
        ]
        for (index, command) in commands.enumerated() {
            performance.take(command, at: Double(2 * index))
            maps.append(performance.snapshot.tuning.map)
        }
        #expect(Set(maps.map { "\($0)" }).count == commands.count + 1)
        for map in maps.dropLast().reversed() {
            performance.take(.undo, at: 20)
            #expect(performance.snapshot.tuning.map == map)
        }
        #expect(!performance.snapshot.tuning.canUndo && performance.snapshot.tuning.canRedo)
        for map in maps.dropFirst() {
            performance.take(.redo, at: 30)
            #expect(performance.snapshot.tuning.map == map)
        }
        #expect(!performance.snapshot.tuning.canRedo)
    }

    /// A slider sends many numbers.
    @Test func oneMovementOfASliderIsOneStep() {
        var performance = performance()
        for step in 0...40 { performance.take(.tune(.sad, .filterHertz, 500 + Double(step)), at: Double(step) * 0.05) }
        performance.take(.tune(.sad, .filterHertz, 900), at: 10)
        performance.take(.undo, at: 11)
        #expect(performance.snapshot.tuning.map.sad.filter.cutoffHertz == 540)
        performance.take(.undo, at: 12)
        #expect(performance.snapshot.tuning.map == .seed && !performance.snapshot.tuning.canUndo)
    }

    @Test func comparingPlaysTheSavedOneUntilSomethingChanges() {
        var performance = performance()
        performance.take(.tune(.sad, .semitones, -9), at: 0)
        performance.take(.compare(true), at: 1)
        #expect(performance.snapshot.wished.semitones == MoodMap.seed.sad.semitones && performance.snapshot.tuning.isComparing)
        performance.take(.compare(false), at: 2)
        #expect(performance.snapshot.wished.semitones == -9)
        performance.take(.compare(true), at: 3)
        performance.take(.tune(.sad, .gain, -1), at: 4)
        #expect(performance.snapshot.wished.semitones == -9 && !performance.snapshot.tuning.isComparing)
    }

    @Test func eachMapKeepsItsChanges() {
        var performance = performance()
        performance.take(.tune(.sad, .semitones, -9), at: 0)
        performance.take(.map("drama"), at: 1)
        #expect(performance.snapshot.tuning.map == .drama && !performance.snapshot.tuning.canUndo)
        performance.take(.map("seed"), at: 2)
        #expect(performance.snapshot.wished.semitones == -9 && performance.snapshot.tuning.canUndo)
    }

    @Test func aSavedMapPlaysOnAndItsOriginIsAsItWas() throws {
        var performance = performance()
        performance.take(.tune(.sad, .semitones, -9), at: 0)
        _ = performance.takeEvents()
        performance.take(.saveMap("mine"), at: 1)
        let asked = performance.takeEvents().compactMap { if case .mapToSave(let map) = $0.kind { map } else { nil } }
        let map = try #require(asked.first)
        #expect(map.name == "mine" && map.sad.semitones == -9 && map.happy == MoodMap.seed.happy)
        performance.take(.mapSaved(index: 2, map, path: "mine.toml"), at: 2)
        let snapshot = performance.snapshot
        #expect(snapshot.maps == ["seed", "drama", "mine"] && snapshot.map == "mine")
        #expect(snapshot.wished.semitones == -9 && snapshot.tuning.map == snapshot.tuning.saved)
        performance.take(.map("seed"), at: 3)
        #expect(performance.snapshot.tuning.map == .seed)
        // What nobody can have sent.
        performance.take(.mapSaved(index: 9, map, path: "x"), at: 4)
        #expect(performance.snapshot.maps.count == 3)
    }

    @Test func everyFieldIsReadSetAndWritten() throws {
        for effect in EffectSetting.catalogue {
            var setting = MoodSetting(effect: effect.setting)
            for field in MoodField.common + effect.parameters.map({ .effect($0.key) }) where field != .effectKind {
                #expect(MoodField(key: field.key) == field)
                let range = effect.parameters.first { "effect." + $0.key == field.key }?.range ?? field.range
                for value in [range.lowerBound, range.upperBound] {
                    let name = setting.effect.name
                    let isSet = setting.set(field, to: value)
                    #expect(isSet, "\(name) \(field) \(value)")
                    #expect(setting[field].map { Float($0) } == Float(value))
                    let read = try #require(field.value(of: field.text(value)))
                    #expect(read == value)
                }
                let before = setting
                let wrong = [range.upperBound + 1, range.lowerBound - 1, .nan].map { setting.set(field, to: $0) }
                #expect(wrong == [false, false, false] && setting == before)
            }
        }
        for (index, name) in MoodField.effectKind.choices.enumerated() {
            var setting = MoodSetting()
            let isSet = setting.set(.effectKind, to: Double(index))
            #expect(isSet && setting.effect.name == name && setting[.effectKind] == Double(index))
        }
    }
}
