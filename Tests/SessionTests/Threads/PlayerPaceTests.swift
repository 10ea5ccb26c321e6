import Testing

@testable import Session

/// When the player renders, in virtual time.
@Suite struct PlayerPaceTests {
    private static let rate = 48_000.0
    private static let blockFrames = 288
    private static let bufferSeconds = 0.018

    /// A session that renders blocks against a card, by a clock of its own.
    private struct Stage {
        var pace = PlayerPace(sampleRate: PlayerPaceTests.rate, at: 50)
        var now = 50.0
        var blocks = 0
        var abandoned = false
        var seconds: Double { Double(blocks * PlayerPaceTests.blockFrames) / PlayerPaceTests.rate }

        /// Plays on until `end`; `card` says what the card looks like then.
        mutating func play(until end: Double, card: (Double) -> PlayerPace.Card) {
            while now < end {
                switch pace.next(at: now, card: abandoned ? .none : card(now), bufferSeconds: PlayerPaceTests.bufferSeconds) {
                case .render:
                    pace.rendered(PlayerPaceTests.blockFrames)
                    blocks += 1
                    // Twenty times as fast as it plays.
                    now += 0.0003
                case .wait(let seconds): now += max(seconds, 1e-6)
                case .abandon: abandoned = true
                }
            }
        }
    }

    @Test func withoutACardTheClockPaces() {
        var stage = Stage()
        stage.play(until: 60) { _ in .none }
        #expect(abs(stage.seconds - 10) < 0.02)
    }

    @Test func aCardPacesByItsRoom() {
        var stage = Stage()
        // A card that is a twentieth slower than the clock: the music follows it.
        var played = 0.0
        let begin = stage.now
        while stage.now < begin + 10 {
            let hasRoom = played - (stage.now - begin) * 0.95 < 0.018
            if stage.pace.next(at: stage.now, card: hasRoom ? .free : .busy, bufferSeconds: 0.018) == .render {
                stage.pace.rendered(Self.blockFrames)
                played += 0.006
            }
            stage.now += 0.001
        }
        #expect(abs(played - 9.5) < 0.05)
    }

    @Test func fromTheMomentWhenACardStallsTheClockGoesOnCounting() {
        var stage = Stage()
        var taken = 0
        // Takes a buffer, then nothing: its thread hangs.
        stage.play(until: 58) { _ in
            taken += 1
            return taken <= 3 ? .free : .busy
        }
        // Eight seconds of music in eight seconds, not in twenty-four.
        #expect(abs(stage.seconds - 8) < 0.05 && stage.abandoned)
    }

    @Test func aCardThatTakesItsTimeIsNotPlayedPast() {
        var stage = Stage()
        // Takes something every 0.2 s only.
        var next = 50.0
        stage.play(until: 60) { now in
            guard now >= next else { return .busy }
            next = now + 0.2
            return .free
        }
        #expect(!stage.abandoned && stage.blocks <= 51)
    }

    @Test func aCardThatComesBackByItselfPacesAgain() {
        var stage = Stage()
        stage.play(until: 51) { _ in .busy }
        #expect(stage.pace.hasStalled && abs(stage.seconds - 1) < 0.05)
        let before = stage.blocks
        #expect(stage.pace.next(at: stage.now, card: .free, bufferSeconds: Self.bufferSeconds) == .render)
        #expect(!stage.pace.hasStalled && stage.blocks == before && !stage.abandoned)
    }

    @Test func aStoppedProgramDoesNotCatchUpNorBlameTheCard() {
        var stage = Stage()
        stage.play(until: 51) { _ in .none }
        stage.now += 5
        stage.play(until: 57) { _ in .none }
        #expect(abs(stage.seconds - 2) < 0.1)
        var card = Stage()
        card.play(until: 50.1) { now in now < 50.05 ? .free : .busy }
        card.now += 30
        let after = card.pace.next(at: card.now, card: .busy, bufferSeconds: Self.bufferSeconds)
        #expect(after != .abandon && !card.pace.hasStalled)
    }

    @Test func aCardThatSwallowsEverythingAtOnceIsHeldToTheClock() {
        var stage = Stage()
        stage.play(until: 150) { _ in .free }
        #expect(stage.seconds > 99 && stage.seconds < 103)
    }
}
