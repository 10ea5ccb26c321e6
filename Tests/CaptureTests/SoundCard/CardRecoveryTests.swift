import Glibc
import Testing

@testable import Capture

/// What is done about every answer of a sound card, in virtual time.
@Suite struct CardRecoveryTests {
    /// A card that is asked and answers, by a clock of its own.
    private struct Dialogue {
        var recovery = CardRecovery(growingBufferSeconds: 0.018)
        var now = 100.0
        var step = CardRecovery.Step.write

        init(growing: Double? = 0.018) {
            recovery = CardRecovery(growingBufferSeconds: growing)
            step = recovery.begin(at: now)
        }

        /// The step that follows when the last one took `seconds` and answered `code`.
        mutating func answer(_ code: Int32, after seconds: Double = 0.001) -> CardRecovery.Step {
            now += seconds
            step = recovery.next(after: step, code: Int(code), at: now)
            return step
        }

        /// The next block comes `seconds` later.
        mutating func nextBlock(after seconds: Double) {
            now += seconds
            step = recovery.begin(at: now)
        }
    }

    @Test func aDeviceThatTakesFramesIsWrittenTo() {
        var card = Dialogue()
        #expect(card.answer(256) == .write && card.answer(64) == .write && card.recovery.xruns == 0)
    }

    @Test func aFullDeviceIsWaitedForAndInterruptionsAreNothing() {
        var card = Dialogue()
        #expect(card.answer(-EAGAIN) == .wait && card.answer(1) == .write && card.answer(-EINTR) == .pause(1))
        #expect(card.answer(0) == .write && card.answer(-EAGAIN) == .wait && card.answer(-EINTR) == .pause(1) && card.recovery.xruns == 0)
    }

    @Test(arguments: [false, true]) func anUnderrunIsPrepared(whileWaiting: Bool) {
        var card = Dialogue()
        if whileWaiting { #expect(card.answer(-EAGAIN) == .wait) }
        #expect(card.answer(-EPIPE) == .prepare && card.answer(0) == .write && card.recovery.xruns == 1)
    }

    @Test func aResumedDeviceIsNotPrepared() {
        var card = Dialogue()
        #expect(card.answer(-ESTRPIPE) == .resume)
        #expect(card.answer(-EAGAIN) == .pause(10) && card.answer(0, after: 0.01) == .resume)
        #expect(card.answer(0) == .write && card.answer(256) == .write && card.recovery.xruns == 1)
    }

    @Test(arguments: [-ENOSYS, -EBADFD - 1000, -EINVAL]) func aDeviceThatCannotResumeIsPrepared(code: Int32) {
        var card = Dialogue()
        #expect(card.answer(-ESTRPIPE) == .resume && card.answer(code) == .prepare && card.answer(0) == .write)
    }

    @Test func aResumeThatNeverComesEndsInPrepareAfterASecond() {
        var card = Dialogue()
        #expect(card.answer(-ESTRPIPE) == .resume)
        let begin = card.now
        while card.step == .resume {
            if card.answer(-EAGAIN) == .pause(10) { _ = card.answer(0, after: 0.01) }
        }
        #expect(card.step == .prepare && (0.9...1.3).contains(card.now - begin))
        #expect(card.answer(0) == .write)
    }

    @Test func aDeviceThatSaysItResumedAndDidNotIsAskedForASecond() {
        var card = Dialogue()
        #expect(card.answer(-ESTRPIPE) == .resume)
        for _ in 0..<50 {
            #expect(card.answer(0) == .write && card.answer(-ESTRPIPE) == .pause(10) && card.answer(0, after: 0.01) == .resume)
        }
        #expect(card.answer(0) == .write && card.answer(256) == .write && card.recovery.xruns == 1)
        #expect(card.answer(-ESTRPIPE) == .resume)
        let begin = card.now
        while card.step != .prepare, card.now < begin + 5 {
            _ = card.answer(0)
            if card.answer(-ESTRPIPE) == .pause(10) { _ = card.answer(0, after: 0.01) }
        }
        #expect((0.9...1.4).contains(card.now - begin))
    }

    @Test func aBusyPrepareIsTriedForASecond() {
        var card = Dialogue()
        #expect(card.answer(-EPIPE) == .prepare)
        let begin = card.now
        while card.step == .prepare {
            if card.answer(-EBUSY) == .pause(10) { _ = card.answer(0, after: 0.01) }
        }
        #expect(card.step == .giveUp(-EBUSY) && (0.9...1.3).contains(card.now - begin))
    }

    @Test func aBusyWriteIsTriedForTwoSeconds() {
        var card = Dialogue()
        let begin = card.now
        while card.step == .write {
            if card.answer(-EBUSY) == .pause(10) { _ = card.answer(0, after: 0.01) }
        }
        #expect(card.step == .giveUp(-EBUSY) && (1.9...2.5).contains(card.now - begin))
    }

    @Test(arguments: [-ENODEV, -ENXIO, -ESHUTDOWN, -EINVAL]) func aDeviceThatIsGoneIsGivenUpAtOnce(code: Int32) {
        var card = Dialogue()
        #expect(card.answer(code) == .giveUp(code))
        var waiting = Dialogue()
        #expect(waiting.answer(-EAGAIN) == .wait && waiting.answer(code) == .giveUp(code))
        var preparing = Dialogue()
        #expect(preparing.answer(-EPIPE) == .prepare && preparing.answer(code) == .giveUp(code))
    }

    @Test(arguments: [-EBADFD, -EIO]) func aDeviceInTheWrongStateIsPreparedTwice(code: Int32) {
        var card = Dialogue()
        for _ in 0..<2 { #expect(card.answer(code) == .prepare && card.answer(0) == .write) }
        #expect(card.answer(code) == .giveUp(code))
    }

    @Test(arguments: [0, -EAGAIN]) func aDeviceThatTakesNothingIsGivenUpAfterTwoSecondsWithoutSpinning(code: Int32) {
        // Ready at once, or never; both take nothing.
        for waitSeconds in [0.0001, 0.1] {
            var card = Dialogue()
            let begin = card.now
            var steps = 0
            while card.step != .giveUp(-ETIMEDOUT), steps < 100_000 {
                switch card.step {
                case .wait: _ = card.answer(waitSeconds < 0.1 ? 1 : 0, after: waitSeconds)
                case .pause(let milliseconds): _ = card.answer(0, after: Double(milliseconds) / 1000)
                default: _ = card.answer(code, after: 0)
                }
                steps += 1
            }
            #expect((1.9...2.3).contains(card.now - begin) && steps < 4000)
        }
    }

    @Test func aFrameTakenMakesThePatienceNew() {
        var card = Dialogue()
        for _ in 0..<10 {
            for _ in 0..<15 { #expect(card.answer(-EAGAIN) == .wait && card.answer(0, after: 0.1) == .write) }
            #expect(card.answer(1) == .write)
        }
    }

    @Test func timeInWhichTheProgramWasStoppedIsNotHeldAgainstTheDevice() {
        var card = Dialogue()
        #expect(card.answer(-EAGAIN) == .wait && card.answer(0, after: 5) == .write && card.answer(-EAGAIN) == .wait)
    }

    @Test func recoveriesWithoutAnyEffectEnd() {
        var card = Dialogue(growing: nil)
        var recoveries = 0
        while card.answer(-EPIPE) == .prepare, recoveries < 100 {
            _ = card.answer(0)
            recoveries += 1
        }
        #expect(card.step == .giveUp(-EPIPE) && recoveries == 8)
    }

    // MARK: - The buffer grows

    /// An underrun after each `blocks` blocks of 6 ms.
    private func underruns(_ count: Int, every blocks: Int, in card: inout Dialogue) -> [CardRecovery.Step] {
        (0..<count).map { _ in
            for _ in 0..<blocks {
                card.nextBlock(after: 0.006)
                _ = card.answer(256)
            }
            card.nextBlock(after: 0.006)
            let step = card.answer(-EPIPE)
            _ = card.answer(0)
            _ = card.answer(256)
            return step
        }
    }

    @Test func theThirdUnderrunInASecondWidens() {
        var card = Dialogue()
        #expect(underruns(3, every: 2, in: &card) == [.prepare, .prepare, .widen])
        // And again from the beginning.
        card.recovery.growingBufferSeconds = 0.036
        #expect(underruns(3, every: 2, in: &card) == [.prepare, .prepare, .widen])
        card.recovery.growingBufferSeconds = nil
        #expect(underruns(9, every: 2, in: &card).allSatisfy { $0 == .prepare })
    }

    @Test func seldomUnderrunsDoNotWiden() {
        var card = Dialogue()
        #expect(underruns(20, every: 100, in: &card).allSatisfy { $0 == .prepare })
    }

    @Test func stopsAndSuspendsDoNotWiden() {
        var stopped = Dialogue()
        for _ in 0..<10 {
            stopped.nextBlock(after: 0.5)
            #expect(stopped.answer(-EPIPE) == .prepare && stopped.answer(0) == .write)
            _ = stopped.answer(256)
        }
        var heldUp = Dialogue()
        for _ in 0..<10 {
            heldUp.nextBlock(after: 0.006)
            #expect(heldUp.answer(-EAGAIN) == .wait && heldUp.answer(-EPIPE, after: 0.5) == .prepare && heldUp.answer(0) == .write)
            _ = heldUp.answer(256)
        }
        var suspended = Dialogue()
        for _ in 0..<10 {
            suspended.nextBlock(after: 0.006)
            #expect(suspended.answer(-ESTRPIPE) == .resume && suspended.answer(0) == .write)
            #expect(suspended.answer(-EPIPE) == .prepare && suspended.answer(0) == .write)
            _ = suspended.answer(256)
        }
    }

    @Test func aDeviceThatCannotBeWidenedIsGivenUp() {
        var card = Dialogue()
        _ = underruns(2, every: 2, in: &card)
        card.nextBlock(after: 0.006)
        #expect(card.answer(-EPIPE) == .widen && card.answer(-EIO) == .giveUp(-EIO))
    }
}
