import Cascade
import DSP
import Mood
import Tensor
import Testing

@testable import Session

/// The heart of a session in virtual time: no thread, no clock, no file.
@Suite struct PerformanceTests {
    private static func setting(maps: [MoodMap] = [.seed]) -> Performance.Setting {
        var setting = Performance.Setting(mapping: ParameterMapping(map: maps[0]))
        setting.maps = maps
        setting.song = "theme"
        return setting
    }

    private func sight(_ mood: Mood.Expression?, at seconds: Double, name: String? = nil) -> Sight {
        var sight = Sight(seconds: seconds, name: name, width: 640, height: 480)
        guard let mood else { return sight }
        sight.faces = [TrackedFace(id: 1, rect: PixelRect(x: 10, y: 10, width: 100, height: 100), neighbors: 20)]
        sight.readings = [FaceReading(face: 1, expression: ExpressionWeights(only: mood))]
        sight.state = .tracking
        return sight
    }

    /// Shows a mood at 25 pictures a second from one second up to another, advancing time every 20 ms as a live session does.
    private func show(_ mood: Mood.Expression?, to performance: inout Performance, from begin: Double, until end: Double) {
        for step in 0..<Int(((end - begin) * 25).rounded()) {
            let now = begin + Double(step) / 25
            performance.take(.saw(sight(mood, at: 1000 + now)), at: now)
            performance.advance(to: now)
            performance.advance(to: now + 0.02)
        }
    }

    private func wishes(_ performance: inout Performance) -> [Wish] {
        performance.takeActions().compactMap { if case .play(let wish) = $0 { wish } else { nil } }
    }

    private func notices(_ performance: inout Performance) -> [String] { performance.takeEvents().compactMap { $0.kind.words } }

    @Test func anotherMoodIsNamedOnceAndAsksForItsMusic() {
        var performance = Performance(Self.setting())
        performance.begin()
        show(.neutral, to: &performance, from: 0, until: 1)
        #expect(wishes(&performance).isEmpty)
        show(.sad, to: &performance, from: 1, until: 3)
        let moods = performance.takeEvents().compactMap { if case .mood(let mood) = $0.kind { mood } else { nil } }
        #expect(moods == [.sad])
        let asked = wishes(&performance)
        #expect(asked.count == 1)
        #expect(asked.first?.parameters.semitones == -5)
        #expect(asked.first?.quantise == .beat)
        #expect(performance.snapshot.mood == .sad)
        #expect(performance.snapshot.wished.semitones == -5)
        #expect(performance.snapshot.moodChanges == 1)
        #expect(performance.snapshot.pictures == 75 && performance.snapshot.picturesWithFace == 75)
    }

    @Test func theSourcesTimeCountsNotItsDelay() {
        func namings(delay: (Int) -> Double) -> [Int] {
            var performance = Performance(Self.setting())
            var named: [Int] = []
            for picture in 0..<60 {
                let seconds = Double(picture) / 30
                performance.take(.saw(sight(picture < 10 ? .neutral : .angry, at: seconds)), at: seconds + delay(picture))
                if performance.takeEvents().contains(where: { $0.kind == .mood(.angry) }) { named.append(picture) }
            }
            return named
        }
        let even = namings { _ in 0 }
        #expect(even.count == 1)
        #expect(namings { Double($0 % 3) * 0.01 + 0.2 } == even)
    }

    @Test func aStillPictureCountsForAsLongAsItIsShown() {
        var performance = Performance(Self.setting())
        performance.take(.saw(sight(.happy, at: 0, name: "anna.jpg")), at: 0)
        for step in 1...140 { performance.advance(to: Double(step) * 0.02) }
        #expect(performance.snapshot.mood == .happy)
        #expect(performance.snapshot.sight?.name == "anna.jpg")
        #expect(performance.snapshot.pictures == 1)
    }

    @Test func withoutPicturesTheMoodHoldsThenReturnsToNeutral() {
        var performance = Performance(Self.setting())
        show(.happy, to: &performance, from: 0, until: 2)
        var now = 2.0
        func pass(until end: Double) {
            while now < end {
                now += 0.02
                performance.advance(to: now)
            }
        }
        pass(until: 2.3)
        #expect(performance.snapshot.state == .tracking)
        pass(until: 2.6)
        #expect(performance.snapshot.state == .noCamera)
        #expect(performance.snapshot.sight == nil)
        pass(until: 5)
        #expect(performance.snapshot.mood == .happy)
        pass(until: 14)
        #expect(performance.snapshot.mood == .neutral)
    }

    @Test func theMusicFadesWhenNobodyIsThereAndReturnsWithAFace() {
        var setting = Self.setting()
        setting.idle = .fade
        var performance = Performance(setting)
        show(.neutral, to: &performance, from: 0, until: 1)
        show(nil, to: &performance, from: 1, until: 12)
        #expect(wishes(&performance).last?.parameters.gainDecibels == -60)
        show(.neutral, to: &performance, from: 12, until: 13)
        #expect(wishes(&performance).last?.parameters.gainDecibels == 0)
    }

    @Test func aLostCardIsRetriedASecondAfterEveryFailure() {
        var performance = Performance(Self.setting())
        performance.take(.lost(.sound, cause: "it was pulled out"), at: 10)
        #expect(performance.snapshot.lostDevices == [.sound])
        var reopened: [Double] = []
        for step in 0...100 {
            let now = 10 + Double(step) * 0.05
            performance.advance(to: now)
            let actions = performance.takeActions()
            guard actions.contains(where: { if case .reopenCard = $0 { true } else { false } }) else { continue }
            reopened.append(now)
            performance.take(reopened.count < 3 ? .stillLost(.sound, cause: reopened.count == 1 ? "it was pulled out" : "busy") : .back(.sound), at: now)
        }
        #expect(reopened.map { ($0 * 20).rounded() / 20 } == [11, 12, 13])
        #expect(performance.snapshot.lostDevices.isEmpty)
        let lines = notices(&performance)
        #expect(lines.count == 3 && lines[1] == "the sound device is still away: busy")
        #expect(lines.first?.contains("it was pulled out") == true)
        #expect(lines.last == "sound device is back")
    }

    @Test func aHeldMoodPlaysUntilItIsReleased() {
        var performance = Performance(Self.setting())
        show(.happy, to: &performance, from: 0, until: 2)
        performance.take(.hold(.angry), at: 2)
        #expect(performance.snapshot.mood == .angry && performance.snapshot.held == .angry)
        #expect(wishes(&performance).last?.parameters.semitones == 7)
        show(.happy, to: &performance, from: 2, until: 4)
        #expect(performance.snapshot.mood == .angry)
        performance.take(.release, at: 4)
        #expect(performance.snapshot.mood == .happy && performance.snapshot.held == nil)
        #expect(wishes(&performance).last?.parameters.semitones == 4)
    }

    @Test func givenWeightsPlayInPlaceOfAFaceUntilTheyAreReleased() {
        var performance = Performance(Self.setting())
        show(.happy, to: &performance, from: 0, until: 2)
        performance.take(.weigh(ExpressionWeights(sad: 0.75, angry: 0.25)), at: 2)
        #expect(performance.snapshot.mood == .sad && performance.snapshot.isWeighed)
        #expect(performance.snapshot.weights == ExpressionWeights(sad: 0.75, angry: 0.25))
        // Nearly equal weights do not take turns in naming the mood.
        performance.take(.weigh(ExpressionWeights(sad: 0.48, angry: 0.52)), at: 2.1)
        #expect(performance.snapshot.mood == .sad)
        show(.happy, to: &performance, from: 2.1, until: 4)
        #expect(performance.snapshot.mood == .sad)
        performance.take(.hold(.angry), at: 4)
        #expect(performance.snapshot.mood == .angry && !performance.snapshot.isWeighed)
        performance.take(.weigh(ExpressionWeights(only: .surprise)), at: 4.1)
        #expect(performance.snapshot.mood == .surprise && performance.snapshot.held == nil)
        performance.take(.release, at: 4.2)
        #expect(performance.snapshot.mood == .happy && !performance.snapshot.isWeighed)
    }

    @Test func panicPlaysThePieceItselfAtOnceAndThenNothing() throws {
        var performance = Performance(Self.setting())
        performance.take(.hold(.angry), at: 0)
        _ = performance.takeActions()
        performance.take(.panic, at: 1)
        let wish = try #require(wishes(&performance).last)
        #expect(wish.quantise == .now)
        #expect(wish.parameters.semitones == 0 && wish.parameters.tempo == 1 && wish.parameters.gainDecibels == 0)
        #expect(wish.parameters.effect == .none && wish.parameters.filter.kind == .none && wish.parameters.cutsTails)
        #expect(performance.snapshot.isPanicking && performance.snapshot.mood == .neutral)
        performance.advance(to: 1.3)
        #expect(wishes(&performance).last?.parameters.gainDecibels == -60)
        performance.take(.hold(.sad), at: 2)
        performance.advance(to: 2.3)
        #expect(performance.snapshot.wished.gainDecibels == 0)
        #expect(!performance.snapshot.isPanicking && performance.snapshot.mood == .sad)
    }

    @Test func mapsChangeByNameInTurnAndWhenEdited() throws {
        var performance = Performance(Self.setting(maps: [.seed, .drama]))
        performance.take(.hold(.happy), at: 0)
        performance.take(.nextMap, at: 1)
        #expect(performance.snapshot.map == "drama")
        #expect(wishes(&performance).last?.parameters.semitones == 2)
        performance.take(.map("seed"), at: 2)
        performance.take(.map("nowhere"), at: 3)
        #expect(performance.snapshot.map == "seed")
        var edited = MoodMap.seed
        edited.happy.semitones = 9
        performance.take(.mapEdited(index: 0, edited), at: 4)
        #expect(wishes(&performance).last?.parameters.semitones == 9)
        performance.take(.mapEdited(index: 1, edited), at: 5)
        performance.take(.mapEdited(index: 7, edited), at: 6)
        #expect(wishes(&performance).isEmpty)
        let lines = notices(&performance)
        #expect(lines == [
            "map drama", "map seed", "map nowhere: no map of that name is loaded; there are seed, drama", "map seed read again",
            "map seed read again",
        ])
        var single = Performance(Self.setting())
        single.take(.nextMap, at: 0)
        #expect(notices(&single) == ["only one map; give --map twice to compare"])
    }

    @Test func numbersActWithinTheirRangesAndAreRefusedOutside() {
        var performance = Performance(Self.setting())
        performance.take(.hold(.happy), at: 0)
        performance.take(.volume(-6), at: 1)
        #expect(wishes(&performance).last?.parameters.gainDecibels == -6)
        performance.take(.amount(0.5), at: 2)
        #expect(wishes(&performance).last?.parameters.semitones == 2)
        performance.take(.quantise(.bar), at: 3)
        #expect(wishes(&performance).last?.quantise == .bar)
        performance.take(.quantise(nil), at: 4)
        #expect(wishes(&performance).last?.quantise == .beat)
        performance.take(.volume(-60), at: 5)
        #expect(wishes(&performance).last?.parameters.gainDecibels == -60)
        _ = performance.takeEvents()
        for command in [Command.volume(20), .volume(.nan), .amount(-0.1), .amount(.infinity), .calibrate(name: "a", seconds: 0)] {
            performance.take(command, at: 6)
            guard case .refused(let refused, _)? = performance.takeEvents().first?.kind else {
                Issue.record("\(command) was not refused")
                continue
            }
            #expect("\(refused)" == "\(command)")
        }
        #expect(wishes(&performance).isEmpty)
    }

    @Test(arguments: [
        Command.resume, .tap, .resetTap, .recordSound(false), .recordSession(false), .song("waltz.flac"), .undo, .redo,
        .compare(true), .saveMap("../x"), .tune(.sad, .effect("none of them"), 1), .tune(.sad, .tempo, 6), .tune(.sad, .gain, .nan),
    ])
    func whatCannotActYetSaysSo(command: Command) {
        var performance = Performance(Self.setting())
        performance.take(command, at: 0)
        let words = notices(&performance)
        #expect(words.count == 1 && words[0].count > command.words.count + 10)
        #expect(performance.takeActions().isEmpty)
    }

    @Test func whoLiftsAnswersALowMoodAndLeavesAHeldOne() {
        var performance = Performance(Self.setting())
        show(.sad, to: &performance, from: 0, until: 2)
        #expect(performance.snapshot.wished.semitones == MoodMap.seed.sad.semitones)
        performance.take(.policy(.lift), at: 2)
        #expect(performance.snapshot.mood == .sad && performance.snapshot.policy == .lift)
        #expect(performance.snapshot.wished.semitones == MoodMap.seed.happy.semitones)
        show(.angry, to: &performance, from: 2, until: 4)
        #expect(performance.snapshot.mood == .angry && performance.snapshot.wished.semitones == 0)
        show(.surprise, to: &performance, from: 4, until: 6)
        #expect(performance.snapshot.wished.semitones == MoodMap.seed.surprise.semitones)
        performance.take(.hold(.sad), at: 6)
        #expect(performance.snapshot.wished.semitones == MoodMap.seed.sad.semitones)
        performance.take(.policy(.match), at: 7)
        show(.angry, to: &performance, from: 7, until: 9)
        performance.take(.release, at: 9)
        #expect(performance.snapshot.wished.semitones == MoodMap.seed.angry.semitones)
    }

    @Test func liftMovesWeightsAndKeepsTheirSum() {
        let weights = ExpressionWeights(happy: 0.1, sad: 0.4, angry: 0.2, surprise: 0.05, neutral: 0.25)
        #expect(Command.Policy.match.answer(to: weights) == weights)
        #expect(Command.Policy.lift.answer(to: weights) == ExpressionWeights(happy: 0.5, surprise: 0.05, neutral: 0.45))
    }

    @Test(arguments: [
        Command.tune(.sad, .tempo, 0.9), .blend(.place), .tuneQuantise(.bar), .undo, .redo, .compare(true), .saveMap("mine"),
    ])
    func aLockedSessionRefusesToBeTuned(command: Command) {
        var setting = Self.setting()
        setting.isLocked = true
        var performance = Performance(setting)
        performance.take(command, at: 0)
        #expect(notices(&performance) == ["\(command.words): tuning is locked"])
        #expect(performance.takeActions().isEmpty && performance.snapshot.tuning == Tuning())
    }

    @Test func aLockedSessionPlaysOnAsItWasWhenAMapIsEdited() {
        var setting = Self.setting(maps: [.seed, .drama])
        setting.isLocked = true
        var performance = Performance(setting)
        performance.take(.hold(.happy), at: 0)
        var edited = MoodMap.seed
        edited.happy.semitones = 9
        performance.take(.mapEdited(index: 0, edited), at: 1)
        #expect(performance.snapshot.wished.semitones == 4 && notices(&performance).count == 1)
        for command in [Command.nextMap, .amount(0.5), .tap, .quantise(.bar), .volume(-3)] { #expect(!command.isTuning) }
        performance.take(.nextMap, at: 2)
        #expect(performance.snapshot.map == "drama")
    }

    @Test func aBarThatIsTooFarIsSaidOnceForAChoice() {
        var performance = Performance(Self.setting())
        func said() -> Int { notices(&performance).count }
        performance.take(.missedBar, at: 1)
        performance.take(.missedBar, at: 2)
        #expect(said() == 1)
        performance.take(.quantise(.beat), at: 3)
        performance.take(.quantise(.bar), at: 4)
        performance.take(.missedBar, at: 5)
        #expect(said() == 1)
    }

    @Test func anotherSongFadesThisOneOutAndEndsTheSession() {
        var setting = Self.setting()
        setting.canChangeSong = true
        var performance = Performance(setting)
        performance.take(.song("waltz.flac"), at: 10)
        var gains: [Float] = []
        var next: String?
        for step in 1...60 where next == nil {
            performance.advance(to: 10 + Double(step) * 0.02)
            for action in performance.takeActions() {
                switch action {
                case .play(let wish): gains.append(wish.parameters.gainDecibels)
                case .stop(let song): next = song
                default: break
                }
            }
        }
        #expect(next == "waltz.flac")
        #expect(gains == gains.sorted(by: >) && gains.count > 20 && gains.last.map { $0 <= -57 } == true)
    }

    @Test func anIgnoredFaceCountsAgainWhenItIsRegarded() {
        var performance = Performance(Self.setting())
        performance.take(.ignore(face: 1), at: 0)
        if case .ignore(let faces)? = performance.takeActions().first { #expect(faces == [1]) }
        show(.happy, to: &performance, from: 0, until: 2)
        #expect(performance.snapshot.mood == .neutral && performance.snapshot.picturesWithFace == 0)
        performance.take(.regard(face: 1), at: 2)
        show(.happy, to: &performance, from: 2, until: 4)
        #expect(performance.snapshot.mood == .happy)
    }

    @Test func aCalibrationCollectsThenActsAndRefusesAnExpression() {
        var performance = Performance(Self.setting())
        let resting = ExpressionWeights(happy: 0.02, sad: 0.4, angry: 0.02, surprise: 0.01, neutral: 0.55)
        func show(_ weights: ExpressionWeights, from begin: Double, until end: Double) {
            for step in 0..<Int((end - begin) * 25) {
                let now = begin + Double(step) / 25
                var seen = sight(.neutral, at: now)
                seen.readings[0].expression = weights
                performance.take(.saw(seen), at: now)
            }
        }
        performance.take(.calibrate(name: "anna", seconds: 2), at: 0)
        show(resting, from: 0, until: 3)
        let calibrated = performance.takeEvents().compactMap { event in
            if case .calibrated(_, _, let pictures) = event.kind { pictures } else { nil }
        }
        #expect(calibrated == [51])
        #expect((performance.snapshot.sight?.expression?.sad ?? 1) < 0.2)
        performance.take(.calibrate(name: "anna", seconds: 1), at: 4)
        show(ExpressionWeights(only: .happy), from: 4, until: 6)
        #expect(performance.takeEvents().contains { $0.kind == .notCalibrated(name: "anna", .notNeutral(.happy)) })
        performance.take(.calibrate(name: "anna", seconds: 1), at: 7)
        performance.take(.sourceEnded, at: 7)
        #expect(performance.takeEvents().contains { $0.kind == .notCalibrated(name: "anna", .noFace(pictures: 0)) })
    }

    @Test func foundBeatsSetTheGridAndHaveEveryMapMeasured() throws {
        var setting = Self.setting(maps: [.seed, .drama])
        setting.analysesSong = true
        var performance = Performance(setting)
        performance.begin()
        #expect(performance.takeActions().isEmpty)
        let beats = FoundBeats(
            beatFrames: (0..<8).map { Double($0) * 22_050 }, barFrames: [0, 88_200], beatsPerMinute: 120, beatsPerBar: 4)
        performance.take(.beats(BeatFinding(beats: beats, confidence: 0.9), songFrames: 176_400), at: 3)
        let measured = performance.takeActions().compactMap { if case .measure(let mapping, _) = $0 { mapping } else { nil } }
        #expect(measured.map { $0.map.name } == ["seed", "drama"])
        #expect(measured.allSatisfy { $0.beatsPerMinute == 120 })
        performance.take(.hold(.sad), at: 4)
        #expect(wishes(&performance).last?.marks != nil)
        var report = PlayerReport()
        report.heardFrame = 3.25 * 22_050
        performance.take(.played(report), at: 5)
        let beat = try #require(performance.snapshot.beat)
        #expect(beat.beat == 4 && abs(beat.phase - 0.25) < 1e-9 && beat.beatsPerBar == 4)
    }

    @Test func aMeasuredLevelMovesInSlowlyOnceMusicPlays() {
        func gains(from begin: Double) -> [Float] {
            var performance = Performance(Self.setting())
            let match = LoudnessMatch(gains: ExpressionWeights(neutral: -3))
            performance.take(.matched(match, for: ParameterMapping(map: .seed)), at: begin)
            for step in 1...100 { performance.advance(to: begin + Double(step) * 0.02) }
            return wishes(&performance).map { $0.parameters.gainDecibels }
        }
        #expect(gains(from: 0.1) == [-3])
        let slow = gains(from: 10)
        #expect((10...11).contains(slow.count) && abs((slow.last ?? 0) + 3) < 1e-5)
    }

    @Test func underrunsAreAnnouncedOnceAndCounted() {
        var performance = Performance(Self.setting())
        var report = PlayerReport()
        report.starvedQuanta = 3
        performance.take(.played(report), at: 1)
        report.starvedQuanta = 5
        report.frames = 44_100
        report.xruns = 2
        performance.take(.played(report), at: 2)
        performance.end(frames: 44_100)
        #expect(performance.snapshot.player.starvedQuanta == 5)
        #expect(performance.snapshot.player.xruns == 2)
        #expect(performance.snapshot.playedSeconds == 1)
        let kinds = performance.takeEvents().map { $0.kind }
        #expect(kinds == [.starved, .inexact(frame: 0, cause: "the song could not be read fast enough"), .ended(frames: 44_100)])
        #expect(performance.snapshot.notices.map { $0.kind } == [.starved])
    }

    @Test func anIgnoredFaceLeavesItsNeighbourCounting() {
        func face(_ id: Int, _ width: Int) -> TrackedFace {
            TrackedFace(id: id, rect: PixelRect(x: 0, y: 0, width: width, height: width), neighbors: 9)
        }
        let both = [face(1, 90), face(2, 60)]
        for choice in [FaceChoice.largest, .first, .all] {
            var chooser = Chooser(choice)
            #expect(chooser.choose(from: both, absence: { _ in 0 }).first?.id == 1)
            let without = chooser.choose(from: both, ignoring: [1], absence: { _ in 0 })
            #expect(without.map { $0.id } == [2], "\(choice)")
        }
    }

    @Test func aCalibrationEndsByTheSessionsTime() {
        func kinds(_ show: (inout Performance, Double) -> Void) -> [SessionEvent.Kind] {
            var performance = Performance(Self.setting())
            performance.take(.calibrate(name: "anna", seconds: 2), at: 0)
            for step in 0..<60 {
                let now = Double(step) / 10
                show(&performance, now)
                performance.advance(to: now)
            }
            return performance.takeEvents().map { $0.kind }
        }
        func ends(_ kinds: [SessionEvent.Kind]) -> Int {
            kinds.count { if case .calibrated = $0 { true } else if case .notCalibrated = $0 { true } else { false } }
        }
        // A video of half a second, again and again.
        #expect(ends(kinds { $0.take(.saw(sight(.neutral, at: $1.truncatingRemainder(dividingBy: 0.5))), at: $1) }) == 1)
        #expect(ends(kinds { if $1 == 0 { $0.take(.saw(sight(.neutral, at: 0, name: "a.jpg")), at: 0) } }) == 1)
        let lost = kinds { performance, now in
            if now < 0.5 { performance.take(.saw(sight(.neutral, at: now)), at: now) }
            if now == 0.5 { performance.take(.lost(.camera, cause: "unplugged"), at: now) }
        }
        #expect(ends(lost) == 1)
    }

    @Test func aCalibrationFollowsOneFace() {
        var performance = Performance(Self.setting())
        performance.take(.calibrate(name: "anna", seconds: 2), at: 0)
        for step in 0..<60 {
            let now = Double(step) / 20
            var look = sight(.neutral, at: now)
            if step % 2 == 1 { look.readings = [FaceReading(face: 2, expression: ExpressionWeights(only: .angry))] + look.readings }
            performance.take(.saw(look), at: now)
        }
        let pictures = performance.takeEvents().compactMap { if case .calibrated(_, _, let count) = $0.kind { count } else { nil } }
        #expect(pictures == [41])
    }

    @Test func silenceStaysSilentAtEveryVolumeUntilAMoodIsHeld() {
        var setting = Self.setting()
        setting.idle = .fade
        var performance = Performance(setting)
        performance.take(.volume(12), at: 0)
        show(nil, to: &performance, from: 0, until: 12)
        #expect(performance.snapshot.wished.gainDecibels == -60)
        performance.take(.hold(.sad), at: 12)
        #expect(performance.snapshot.wished.gainDecibels == 12)
        performance.take(.panic, at: 13)
        performance.take(.resume, at: 14)
        performance.advance(to: 14.4)
        #expect(performance.snapshot.wished.gainDecibels == 12 && performance.snapshot.held == .sad)
        performance.take(.volume(-60), at: 15)
        #expect(performance.snapshot.wished.gainDecibels == -60)
    }

    @Test func theFirstStopCountsDuringASongChange() {
        var setting = Self.setting()
        setting.canChangeSong = true
        var performance = Performance(setting)
        performance.take(.song("waltz.flac"), at: 0)
        performance.take(.song("other.flac"), at: 0.1)
        performance.take(.stop, at: 0.2)
        performance.advance(to: 2)
        let stops = performance.takeActions().compactMap { if case .stop(let song) = $0 { [song] } else { nil } }
        #expect(stops == [[nil]])
        #expect(notices(&performance) == ["song other.flac: another song is on its way"])
    }

    @Test func timeThatGoesBackwardsCountsAsNone() {
        var performance = Performance(Self.setting())
        performance.take(.hold(.sad), at: 5)
        performance.take(.release, at: 3)
        performance.advance(to: 1)
        performance.end(frames: 1)
        let seconds = performance.takeEvents().map { $0.seconds }
        #expect(seconds == seconds.sorted() && seconds.last == 5)
    }

    @Test func aCalibrationWithoutASinglePictureEnds() {
        var performance = Performance(Self.setting())
        performance.take(.calibrate(name: "anna", seconds: 2), at: 5)
        for second in 6...26 { performance.advance(to: Double(second)) }
        #expect(performance.takeEvents().contains { $0.kind == .notCalibrated(name: "anna", .noFace(pictures: 0)) })
        performance.take(.calibrate(name: "anna", seconds: 2), at: 30)
        #expect(performance.takeEvents().last?.kind == .obeyed(.calibrate(name: "anna", seconds: 2)))
    }

    @Test(arguments: ["", "a/b", ".a", "-a", "a\nb", String(repeating: "a", count: 65)])
    func aNameThatCannotBeSavedIsRefused(name: String) {
        var performance = Performance(Self.setting())
        performance.take(.calibrate(name: name, seconds: 2), at: 0)
        guard case .refused? = performance.takeEvents().last?.kind else {
            Issue.record("accepted")
            return
        }
    }

    @Test func aCalibrationIsRefusedWhereEverybodyCounts() {
        var setting = Self.setting()
        setting.everybodyCounts = true
        var performance = Performance(setting)
        performance.take(.calibrate(name: "anna", seconds: 2), at: 0)
        #expect(notices(&performance).first?.contains("everybody") == true)
    }
}
