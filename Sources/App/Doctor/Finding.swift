import Capture
import FoundationEssentials
import Glibc

/// What `app doctor` has found out about one thing that a session needs.
struct Finding: Encodable, Equatable {
    enum Verdict: String, Encodable {
        /// Nothing needs doing.
        case good
        /// A session plays, but with less than it could have.
        case limited
        /// No session can start with these settings.
        case failing
    }

    /// What was looked at: `camera`, `disk`.
    let subject: String
    let verdict: Verdict
    /// What is so, in one line.
    let cause: String
    /// What a person can do about it; nil where nothing needs doing.
    let nextStep: String?

    static func good(_ subject: String, _ cause: String) -> Finding {
        Finding(subject: subject, verdict: .good, cause: cause, nextStep: nil)
    }

    static func limited(_ subject: String, _ cause: String, next: String) -> Finding {
        Finding(subject: subject, verdict: .limited, cause: cause, nextStep: next)
    }

    static func failing(_ subject: String, _ cause: String, next: String) -> Finding {
        Finding(subject: subject, verdict: .failing, cause: cause, nextStep: next)
    }

    /// What would end a session before it began.
    init(_ subject: String, _ error: any Error) {
        let known = error as? LeitmotifError
        self.init(
            subject: subject, verdict: .failing,
            cause: known.map { "\($0.operation) \($0.value): \($0.cause)" } ?? Live.message(for: error),
            nextStep: known?.nextStep ?? "see app live --help")
    }

    init(subject: String, verdict: Verdict, cause: String, nextStep: String?) {
        (self.subject, self.verdict, self.cause, self.nextStep) = (subject, verdict, cause, nextStep)
    }
}

/// Everything that was found.
struct DoctorReport: Encodable {
    /// Whether a session can start with these settings.
    let canRun: Bool
    let findings: [Finding]

    init(_ findings: [Finding]) {
        self.findings = findings
        canRun = !findings.contains { $0.verdict == .failing }
    }

    /// For people: two lines at most for each, what is so and what to do.
    static func lines(_ finding: Finding) -> [String] {
        let head = finding.subject.padded(to: 13)
        let verdict = finding.verdict.rawValue.padded(to: 9)
        let indent = String(repeating: " ", count: 22)
        return [head + verdict + finding.cause] + (finding.nextStep.map { ["\(indent)→ \($0)"] } ?? [])
    }

    var conclusion: String {
        let failing = findings.filter { $0.verdict == .failing }.map(\.subject)
        if !failing.isEmpty { return "no session can run: \(failing.joined(separator: ", "))" }
        let limited = findings.filter { $0.verdict == .limited }.map(\.subject)
        return limited.isEmpty ? "a session can run" : "a session can run; limited by \(limited.joined(separator: ", "))"
    }
}
