import DSP
import Mood
import Testing

@testable import Session

/// What is given up on a machine that is too slow, and taken back, in virtual time.
@Suite struct WorkloadTests {
    private static func setting(_ reliefs: [Relief] = Relief.allCases) -> Performance.Setting {
        var setting = Performance.Setting(mapping: ParameterMapping(map: .seed))
        setting.reliefs = reliefs
        return setting
    }

    private static let all = Relief.allCases.map { SessionEvent.Kind.relieved($0) }
    private static let back = Relief.allCases.reversed().map { SessionEvent.Kind.restored($0) }

    @Test func threeTimesSlowerItGivesUpInOrderAndTakesAllBack() {
        let machine = VirtualMachine(pace: { (10..<100).contains($0) ? 3 : 1 })
        let run = machine.run(Self.setting(), seconds: 200)
        #expect(run.changes.map(\.kind) == Self.all + Self.back)
        #expect(run.underruns == 0)
        // All given up before the next ten seconds are over, nothing before the machine is slow, nothing back while it is.
        #expect(run.changes.allSatisfy { $0.seconds > 10 && !(25..<100).contains($0.seconds) })
        #expect(run.performance.snapshot.reliefs.isEmpty)
        #expect(run.wishes.map(\.parameters.splicesAlone) == [true, false])
        #expect(run.looking.last == [] && run.looking.contains(Relief.allCases))
        let notices = run.performance.snapshot.notices.compactMap { $0.kind.words }
        #expect(Set(notices).count == 8)
    }

    @Test func snapshotAndRecordTellIt() throws {
        let run = VirtualMachine(pace: { _ in 3 }).run(Self.setting(), seconds: 60)
        #expect(run.performance.snapshot.reliefs == Relief.allCases)
        #expect(run.performance.snapshot.wished.splicesAlone)
        let lines = run.changes.compactMap { SessionText.lines(SessionEvent($0.kind, at: $0.seconds)) }
        #expect(lines.first?.hasSuffix(" on fewer-pictures\n") == true)
        for (line, change) in zip(lines, run.changes) {
            #expect(SessionText.event(parsing: line.dropLast()[...]) == SessionEvent(change.kind, at: change.seconds))
        }
        for damaged in ["relief 3 perhaps light-stretch", "relief 3 on", "relief on light-stretch", "relief 3 on heavy-stretch"] {
            let isRefused = SessionText.event(parsing: damaged[...]) == nil
            #expect(isRefused, "\(damaged)")
        }
    }

    @Test func picturesAloneLeaveTheSoundAsItIs() {
        var machine = VirtualMachine(pace: { (5..<60).contains($0) ? 6 : 1 })
        machine.rendering = 0.05
        let run = machine.run(Self.setting(), seconds: 150)
        #expect(run.changes.map(\.kind) == Self.all.dropLast() + Self.back.dropFirst())
        #expect(run.wishes.isEmpty)
    }

    /// The card's buffer would be empty after half a second.
    @Test func soundThatIsAboutToBreakOffComesFirst() {
        var machine = VirtualMachine(pace: { (10..<60).contains($0) ? 3 : 1 })
        (machine.rendering, machine.splicing) = (0.4, 0.15)
        #expect(machine.run(Self.setting([]), seconds: 60).underruns > 0)
        let run = machine.run(Self.setting(), seconds: 150)
        #expect(run.underruns == 0)
        #expect(run.changes.map(\.kind) == Self.all + Self.back)
    }

    /// On a machine that stays as it is, nothing that was given up comes back, wherever its limit lies.
    @Test(arguments: stride(from: 0.6, through: 6, by: 0.4).map { $0 })
    func atTheEdgeNothingFlaps(pace: Double) {
        let run = VirtualMachine(pace: { _ in pace }).run(Self.setting(), seconds: 90, noise: 0.9...1.1)
        #expect(run.changes.map(\.kind) == Array(Self.all.prefix(run.changes.count)))
    }

    /// Other work that comes and goes: after a while the reliefs stay.
    @Test func whatComesBackTooOftenWaitsLonger() {
        let machine = VirtualMachine(pace: { Int($0 / 15).isMultiple(of: 2) ? 1 : 3 })
        let run = machine.run(Self.setting(), seconds: 1200)
        #expect(run.underruns == 0)
        #expect(run.changes.count < 30)
    }

    @Test func aStallIsNoReason() {
        var machine = VirtualMachine(pace: { $0.truncatingRemainder(dividingBy: 20) < 0.2 && $0 > 1 ? 12 : 1 })
        machine.rendering = 0.02
        #expect(machine.run(Self.setting(), seconds: 100).changes.isEmpty)
    }

    @Test func onlyWhatThereIsIsGivenUp() {
        let run = VirtualMachine(pace: { _ in 3 }).run(Self.setting([.lightStretch, .fewerPictures]), seconds: 60)
        #expect(run.changes.map(\.kind) == [.relieved(.fewerPictures), .relieved(.lightStretch)])
        #expect(VirtualMachine(pace: { _ in 9 }).run(Self.setting([]), seconds: 60).changes.isEmpty)
    }

    @Test func withoutPicturesTheSoundIsRelieved() {
        let machine = VirtualMachine(pace: { (10..<60).contains($0) ? 3 : 1 })
        let run = machine.run(Self.setting(), seconds: 100, hasPictures: false)
        #expect(run.changes.map(\.kind).contains(.relieved(.lightStretch)))
        #expect(run.changes.last?.kind == .restored(.lightStretch))
    }

    @Test func withoutAClockNothingIsMeasured() {
        var performance = Performance(Self.setting())
        performance.begin()
        for picture in 0..<300 {
            var sight = Sight(seconds: Double(picture) / 30, width: 640, height: 480)
            (sight.lasting, sight.decodeMilliseconds) = (1.0 / 30, 900)
            performance.take(.saw(sight), at: Double(picture) / 30)
            performance.advance(to: Double(picture) / 30)
        }
        #expect(performance.snapshot.reliefs.isEmpty)
    }
}
