import Mood
import Session
import Testing

@testable import MIDI

@Suite struct MoodVoiceTests {
    private func snapshot(_ mood: Expression) -> Snapshot {
        var snapshot = Snapshot()
        snapshot.weights = ExpressionWeights(only: mood)
        snapshot.place = MoodPlace(of: snapshot.weights)
        snapshot.mood = mood
        return snapshot
    }

    @Test func everythingIsSaidOnceAndThenWhatChanges() {
        var voice = MoodVoice(channel: 2)
        let first = voice.messages(for: snapshot(.neutral))
        #expect(first.count == 8)
        #expect(first.last == .noteOn(channel: 2, note: 64, velocity: 100))
        #expect(voice.messages(for: snapshot(.neutral)).isEmpty)
        let second = voice.messages(for: snapshot(.happy))
        #expect(second.contains(.controller(channel: 2, number: 20, value: 127)))
        #expect(second.contains(.controller(channel: 2, number: 24, value: 0)))
        #expect(!second.contains { if case .controller(_, 21, _) = $0 { true } else { false } })
        #expect(second.suffix(2) == [.noteOff(channel: 2, note: 64), .noteOn(channel: 2, note: 60, velocity: 100)])
    }

    @Test func noNoteIsLeftSounding() {
        var voice = MoodVoice(channel: 0)
        _ = voice.messages(for: snapshot(.angry))
        #expect(voice.silence() == [.noteOff(channel: 0, note: 62)])
        #expect(voice.silence().isEmpty)
    }

    @Test func valuesStayWithinMIDI() {
        var strange = snapshot(.sad)
        strange.weights = ExpressionWeights(happy: .nan, sad: 7, angry: -3, surprise: .infinity, neutral: 0)
        strange.place = MoodPlace(valence: -9, arousal: .nan)
        var voice = MoodVoice(channel: 200)
        for message in voice.messages(for: strange) {
            guard case .controller(let channel, _, let value) = message else { continue }
            #expect(channel < 16 && value < 128)
        }
    }
}
