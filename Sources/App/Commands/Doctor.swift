import ArgumentParser
import Capture
import Session

struct Doctor: CompletedBySettings {
    static let configuration = CommandConfiguration(
        abstract: "Say whether a session can run here, what limits it, and what to do about it.",
        discussion: """
            EXAMPLES
              app doctor                                   what app live would use, with the settings file
              app doctor --camera 1 --output hw:1,0        the same with options of app live
              app doctor --json                            for programs

            Looks through the camera for five seconds, opens the sound card without playing, and writes nothing. The exit code is 0 \
            when a session can run, be it limited, and 1 when it cannot.
            """)

    @OptionGroup var live: Live

    var config: String? { live.config }

    mutating func run(_ settings: EffectiveSettings) throws {
        StopFlag.catchSignals()
        // A settings file may want JSON of sessions; words are for people.
        let json = live.json && settings.entries.contains { $0.key.name == "json" && $0.origin == .commandLine }
        var findings: [Finding] = []
        try Examination(live: live).run { finding in
            findings.append(finding)
            guard !json else { return }
            for line in DoctorReport.lines(finding) { try Output.line(line) }
        }
        let report = DoctorReport(findings)
        try Output.line(json ? JSON.text(report) : report.conclusion)
        if !report.canRun { throw ExitCode(1) }
    }
}
