import Testing

@testable import MIDI

@Suite struct MIDIMapTests {
    @Test func moodsNotesHoldAndLetGo() {
        var map = MIDIMap()
        #expect(map.command(for: .noteOn(channel: 3, note: 61, velocity: 90)) == .hold(.sad))
        #expect(map.command(for: .noteOff(channel: 3, note: 61)) == .release)
        #expect(map.command(for: .noteOn(channel: 3, note: 61, velocity: 0)) == .release)
        #expect(map.command(for: .noteOn(channel: 3, note: 65, velocity: 1)) == .release)
        #expect(map.command(for: .noteOff(channel: 3, note: 65)) == nil)
        #expect(map.command(for: .noteOn(channel: 3, note: 90, velocity: 1)) == nil)
    }

    @Test func knobsTurnWithinTheRangeOfTheirCommand() {
        var map = MIDIMap([MIDIBinding(text: "controller 74 channel 2 = tune sad filter.hertz")!])
        #expect(map.command(for: .controller(channel: 0, number: 7, value: 0)) == .volume(-60))
        #expect(map.command(for: .controller(channel: 0, number: 7, value: 127)) == .volume(12))
        #expect(map.command(for: .controller(channel: 0, number: 1, value: 127)) == .amount(1))
        #expect(map.command(for: .controller(channel: 1, number: 74, value: 127)) == .tune(.sad, .filterHertz, 20_000))
        #expect(map.command(for: .controller(channel: 0, number: 74, value: 127)) == nil)
    }

    @Test func aPedalThatSendsManyValuesIsPressedOnce() {
        var map = MIDIMap([MIDIBinding(text: "controller 64 = hold angry")!])
        let commands = [0, 20, 64, 90, 127, 100, 63, 10].map { map.command(for: .controller(channel: 0, number: 64, value: $0)) }
        #expect(commands == [nil, nil, .hold(.angry), nil, nil, nil, .release, nil])
    }

    @Test func aBindingReplacesTheUsualOneOfItsKey() {
        var map = MIDIMap([MIDIBinding(text: "note 60 = pause")!])
        #expect(map.command(for: .noteOn(channel: 0, note: 60, velocity: 1)) == .pause)
        #expect(map.bindings.filter { $0.trigger == .note(60) }.count == 1)
    }

    @Test(arguments: [
        "note 36 = hold sad", "controller 7 = volume", "controller 74 channel 16 = tune happy effect.wet", "note 0 channel 1 = record-sound on",
        "controller 5 = next-map",
    ])
    func linesAreReadAsTheyAreWritten(line: String) throws { #expect(try #require(MIDIBinding(text: line)).text == line) }

    @Test(arguments: [
        "", "note", "note 36", "note 36 =", "note 128 = pause", "note -1 = pause", "note 36 = volume", "note 36 = sing", "key 36 = pause",
        "controller 7 channel 0 = volume", "controller 7 channel 17 = volume", "controller 7 on 3 = volume", "controller 7 = tune sad",
        "controller 7 = tune sad filter.kind", "note 36 = = pause", "note 9999999999999999999 = pause",
    ])
    func linesThatAreNoneAreRefused(line: String) { #expect(MIDIBinding(text: line) == nil) }

    @Test func aLessonTakesKeysAndKnobsInTurn() {
        var lesson = MIDILesson(["hold sad", "volume"])
        #expect(lesson.take(.noteOff(channel: 0, note: 40)) == nil)
        #expect(lesson.take(.noteOn(channel: 9, note: 40, velocity: 3))?.text == "note 40 channel 10 = hold sad")
        #expect(lesson.words == "volume")
        // A key gives no number.
        #expect(lesson.take(.noteOn(channel: 9, note: 40, velocity: 3)) == nil)
        #expect(lesson.take(.controller(channel: 0, number: 12, value: 5))?.text == "controller 12 channel 1 = volume")
        #expect(lesson.words == nil)
        #expect(lesson.take(.controller(channel: 0, number: 12, value: 5)) == nil)
    }
}
