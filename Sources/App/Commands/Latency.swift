import ArgumentParser
import Capture
import FoundationEssentials
import Glibc
import Session

struct Latency: CompletedBySettings {
    static let configuration = CommandConfiguration(
        abstract: "Measure how long the music takes to answer a face, stage by stage, and say what cannot be measured.",
        discussion: """
            EXAMPLES
              app latency                                  half a minute of a session; change your expression now and then
              app latency --camera actor --output null     without devices: what the program itself takes
              app latency --latency low --seconds 60       with options of app live

            Plays a session as app live does, with the settings file, but records nothing.
            """)

    @OptionGroup var live: Live

    var config: String? { live.config }

    mutating func run(_ settings: EffectiveSettings) throws {
        // Sound files delay nothing, and a measurement leaves none.
        live.output.removeAll { OutputName($0).isFile }
        live.record = nil
        if live.output.isEmpty, !hasCard { live.output = ["null"] }
        let maps = try MapChoice(live.map)
        let parts = try LiveOpening(
            options: live, songs: try SongNames(live.song).all, seconds: live.seconds ?? 30, maps: maps, preview: nil, say: { Program.say("\(ProgramName.own): \($0)") }
        ).open()
        StopFlag.catchSignals()
        let port = SessionPort()
        let events = port.subscribe(capacity: 1 << 16)
        let hasPerson = live.camera.map { $0 != "actor" } ?? !CameraList.cameras().isEmpty
        if hasPerson { Program.say("smile, frown, open your mouth: each change of the face is measured …") }
        let session = try SessionThread(try LiveSession(parts, port: port, stop: .signalled))
        var report = LatencyReport()
        while !events.isOver {
            report.add(events.take().events)
            report.add(port.snapshot)
            Clock.sleep(until: Clock.seconds + 0.1)
        }
        report.add(events.take().events)
        _ = try session.finish()
        for line in report.lines { try Output.line(line) }
    }

    private var hasCard: Bool {
        guard let latency = try? LatencyChoice(live.latency) else { return false }
        let request = SoundCardRequest(name: "default", rate: 44_100, periodSeconds: latency.seconds)
        return (try? LiveOpening.openCard(request)) != nil
    }
}
