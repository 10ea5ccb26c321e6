import Capture
import FoundationEssentials
import Glibc
import Session

/// Whether the sound may go before other programs, and whether the system gives this one enough of the processor.
struct SchedulingCheck {
    /// A thread was given real-time priority.
    var isRealTime: Bool
    /// RLIMIT_RTPRIO.
    var priorityLimit: Int
    /// Processors that the control group may use; nil without a limit.
    var processorQuota: Double?
    /// The control group has no share of real time at all.
    var groupForbidsRealTime = false

    var finding: Finding {
        if let processorQuota, processorQuota < 1 {
            return .limited(
                "scheduling", String(printf: "this control group may use %.2f of a processor", processorQuota),
                next: "raise or remove CPUQuota= in the unit, or the container's limit: sound and sight need a whole one")
        }
        if isRealTime { return .good("scheduling", "the sound runs at real-time priority") }
        if groupForbidsRealTime {
            return .limited(
                "scheduling", "no real-time priority: this control group has no real-time share (cpu.rt_runtime_us is 0)",
                next: "give it one, or start the program outside of it: systemd-run --scope --slice=-.slice")
        }
        return .limited(
            "scheduling", "no real-time priority (the limit is \(priorityLimit)): other programs can make the sound stutter",
            next: "put '@audio - rtprio 95' and '@audio - memlock unlimited' into /etc/security/limits.d/audio.conf, join the group audio "
                + "and log in again; in a unit LimitRTPRIO=95 and LimitMEMLOCK=infinity")
    }

    static var own: SchedulingCheck {
        let thread = try? Worker("priority", realTimePriority: 50) {}
        thread?.join()
        var check = SchedulingCheck(isRealTime: thread?.isRealTime ?? false, priorityLimit: Int(Kernel.realTimeLimit))
        let groups = (try? String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8)) ?? ""
        for (controllers, path) in SchedulingCheck.groups(groups) {
            func read(_ file: String) -> String? { try? String(contentsOfFile: "/sys/fs/cgroup\(file)", encoding: .utf8) }
            if controllers.isEmpty, let quota = read("\(path)/cpu.max").flatMap(SchedulingCheck.quota) { check.processorQuota = quota }
            guard controllers.contains("cpu") else { continue }
            let runtime = read("/cpu\(path)/cpu.rt_runtime_us").map { $0.trimmed }
            check.groupForbidsRealTime = runtime == "0"
        }
        return check
    }

    /// The lines `4:cpu,cpuacct:/path` of /proc/self/cgroup; of the unified hierarchy `0::/path`.
    static func groups(_ text: String) -> [(controllers: [String], path: String)] {
        text.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { return nil }
            return (parts[1].split(separator: ",").map(String.init), parts[2] == "/" ? "" : String(parts[2]))
        }
    }

    /// Of `max 100000` or `50000 100000`: how many processors; nil without a limit.
    static func quota(_ text: String) -> Double? {
        let parts = text.split(whereSeparator: \.isWhitespace)
        guard parts.count == 2, let quota = Double(parts[0]), let period = Double(parts[1]), period > 0 else { return nil }
        return quota / period
    }
}
