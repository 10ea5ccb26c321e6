import DSP
import Mood
import Testing

@testable import Session

@Suite struct ScoredMoodsTests {
    private func moods(_ first: Mood.Expression? = .neutral) -> ScoredMoods {
        ScoredMoods(Performance.Setting(mapping: ParameterMapping(map: .seed)), first: first, rate: 100)
    }

    @Test func aMoodIsAWishAtItsFrame() {
        var moods = moods()
        moods.play(.sad, at: 2, tempoFactor: 1.02, quantise: .now)
        moods.play(.sad, at: 3, tempoFactor: 1.02, quantise: .now)
        #expect(moods.wishes.map(\.outputFrame) == [200])
        #expect(moods.wishes[0].wish.quantise == .now)
        #expect(abs(moods.wishes[0].wish.parameters.tempo - 1.02 * MoodMap.seed[.sad].tempo) < 1e-9)
    }

    @Test func silenceFadesAndEndsAtOnce() {
        var moods = moods()
        moods.play(nil, at: 1)
        moods.play(nil, at: 1.5)
        moods.play(.happy, at: 5)
        let gains = moods.wishes.map(\.wish.parameters.gainDecibels)
        #expect(zip(gains, gains.dropFirst().dropLast()).allSatisfy { $0 > $1 || $1 == -60 })
        #expect(gains[gains.count - 2] == -60)
        #expect(moods.wishes.last?.outputFrame == 500 && gains.last == 0)
        #expect(moods.wishes.map(\.outputFrame) == moods.wishes.map(\.outputFrame).sorted())
    }

    @Test func silenceThatIsInterruptedDoesNotGoOn() {
        var moods = moods()
        moods.play(nil, at: 1)
        moods.play(.neutral, at: 1.3)
        #expect(moods.wishes.last?.outputFrame == 130 && moods.wishes.last?.wish.parameters.gainDecibels == 0)
    }

    @Test func anEndingFadesWhatSoundsThenAndNothingChangesInIt() throws {
        var moods = moods()
        moods.play(.happy, at: 1)
        moods.play(.sad, at: 9)
        moods.fade(from: 8, over: 2)
        #expect(moods.wishes.map(\.outputFrame) == moods.wishes.map(\.outputFrame).sorted())
        #expect(moods.wishes.last?.wish.parameters.gainDecibels == -60)
        #expect(moods.wishes.allSatisfy { $0.wish.parameters.semitones == MoodMap.seed[.happy].semitones })
    }

    @Test func aFilmMayBeginInSilence() { #expect(moods(nil).start.parameters.gainDecibels == -60) }
}
