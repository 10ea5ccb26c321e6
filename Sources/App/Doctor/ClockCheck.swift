import Capture
import FoundationEssentials
import Glibc

/// The clocks: that of the day, for timers and names of files, and the one that paces.
struct ClockCheck {
    var now: Date
    /// When the program's own files were made: no clock is right that is behind them.
    var programDate: Date?
    /// Nil where the kernel does not say.
    var isSynchronised: Bool?
    /// The kernel's source of time: `tsc`, `arch_sys_counter`; nil where it does not say.
    var source: String?

    private static let slowSources: Set = ["hpet", "acpi_pm", "jiffies", "pit"]

    var finding: Finding {
        let day = now.formatted(.iso8601)
        if let programDate, now < programDate.addingTimeInterval(-86400) {
            return .limited("clock", "\(day) is before this program was made", next: "set it: sudo timedatectl set-ntp true, or date -s")
        }
        if let source, ClockCheck.slowSources.contains(source) {
            return .limited(
                "clock", "\(day), time from \(source), which is slow to read", next: "see dmesg for why the processor's own was left (tsc)")
        }
        if isSynchronised == false {
            return .limited(
                "clock", "\(day), not synchronised: opening hours by a timer drift with it", next: "sudo timedatectl set-ntp true")
        }
        return .good("clock", day + (isSynchronised == true ? ", synchronised" : "") + (source.map { ", from \($0)" } ?? ""))
    }

    static var own: ClockCheck {
        let weights = (try? FileManager.default.attributesOfItem(atPath: "/proc/self/exe"))?[.modificationDate] as? Date
        let source = try? String(contentsOfFile: "/sys/devices/system/clocksource/clocksource0/current_clocksource", encoding: .utf8)
        return ClockCheck(
            now: Date(), programDate: weights, isSynchronised: Kernel.isClockSynchronised,
            source: source?.trimmed)
    }
}
