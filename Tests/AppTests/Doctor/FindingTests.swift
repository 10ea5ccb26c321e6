import Capture
import Foundation
import Mood
import Testing

@testable import App

/// Made facts in, verdicts out. Whatever is not good says what to do.
@Suite struct FindingTests {
    private func expect(_ finding: Finding, _ verdict: Finding.Verdict, _ cause: String, next: String? = nil) {
        #expect(finding.verdict == verdict, "\(finding)")
        #expect(finding.cause.contains(cause), "\(finding)")
        if let next { #expect(finding.nextStep?.contains(next) == true, "\(finding)") }
        #expect((finding.nextStep?.isEmpty == false) == (finding.verdict != .good), "\(finding)")
    }

    private let busy = LeitmotifError(.busy, "open", "hw:0", "Device or resource busy", next: "end the program that uses it, or use default")

    @Test func aReportCanRunUnlessSomethingFails() {
        let good = Finding.good("a", "b"), limited = Finding.limited("c", "d", next: "e"), failing = Finding.failing("f", "g", next: "h")
        #expect(DoctorReport([]).canRun && DoctorReport([good, limited]).canRun && !DoctorReport([good, failing]).canRun)
        #expect(DoctorReport([good]).conclusion == "a session can run")
        #expect(DoctorReport([good, limited]).conclusion == "a session can run; limited by c")
        #expect(DoctorReport([failing, limited]).conclusion == "no session can run: f")
        #expect(DoctorReport.lines(limited).count == 2 && DoctorReport.lines(limited)[1].hasSuffix("→ e"))
    }

    @Test func camera() {
        var check = CameraCheck(isNamed: false, name: "actor")
        expect(check.finding, .limited, "there is no camera", next: "plug one in")
        check.refusals = [LeitmotifError(.busy, "start camera", "/dev/video0", "another program is using it", next: "end cheese (process 7)")]
        expect(check.finding, .limited, "/dev/video0: another program is using it", next: "end cheese (process 7)")
        check = CameraCheck(isNamed: true, name: "HD, /dev/video0", format: "YUYV 640×480", askedRate: 30, deliveredRate: 29.7)
        expect(check.finding, .good, "HD, /dev/video0, YUYV 640×480, 29.7 pictures a second")
        check.deliveredRate = 12
        expect(check.finding, .limited, "12.0 pictures a second delivered of 30", next: "make light")
        check.light = .tooDark
        expect(check.finding, .limited, "too dark", next: "make light")
    }

    @Test func face() {
        let wide = FaceCheck(widths: [90, 100, 110], pictures: 3, pictureWidth: 640, state: nil)
        expect(wide.finding, .good, "100 pixels wide of 640, read in 100 %")
        expect(FaceCheck(widths: [38], pictures: 1, pictureWidth: 640).finding, .limited, "38 pixels", next: "come nearer")
        expect(FaceCheck(widths: [90], pictures: 9, pictureWidth: 640, state: .turnedAway).finding, .limited, "11 %", next: "look this way")
        expect(FaceCheck(widths: [], pictures: 9, pictureWidth: 640, state: .noFace).finding, .limited, "no face in sight", next: "sit before")
        expect(FaceCheck(widths: [], pictures: 0, pictureWidth: 0).finding, .limited, "no picture came", next: "see camera")
    }

    @Test func soundCard() {
        var check = SoundCardCheck(name: "default", isNamed: false)
        expect(check.finding, .good, "none is asked for")
        check.outcome = .opened(rate: 48_000, format: "S16_LE, 2 channels", periodFrames: 256, bufferFrames: 768)
        expect(check.finding, .good, "default, 48000 Hz, S16_LE, 2 channels, periods of 256 frames, a buffer of 16 ms")
        check.outcome = .refused(busy)
        check.holders = ["mpv (process 12)"]
        expect(check.finding, .limited, "leitmotif-session.wav instead", next: "end mpv (process 12)")
        check.isNamed = true
        expect(check.finding, .failing, "Device or resource busy", next: "end mpv")
    }

    @Test func whoHoldsACardIsReadFromTheKernel() throws {
        let folder = try ScratchFolder()
        let streams = [
            ("card0/pcm0p/sub0", "state: RUNNING\nowner_pid   : 41\n"), ("card0/pcm0c/sub0", "owner_pid : 42\n"),
            ("card1/pcm3p/sub0", "closed\n"),
        ]
        for (stream, text) in streams {
            let path = folder.file(stream)
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            _ = folder.text(stream + "/status", text)
        }
        #expect(SoundCardHolders.all(in: folder.path, name: { $0 == 41 ? "mpv" : nil }) == ["mpv (process 41)"])
        #expect(SoundCardHolders.all(in: folder.file("none")).isEmpty)
        #expect(SoundCardHolders.owner("owner_pid:x") == nil && SoundCardHolders.owner("") == nil)
    }

    @Test func soundServer() {
        func check(_ servers: [SoundServerCheck.Server], address: String? = nil) -> Finding {
            SoundServerCheck(servers: servers, user: 0, userName: { $0 == 0 ? "root" : "anna" }, address: address).finding
        }
        expect(check([]), .good, "none runs")
        expect(check([.init(name: "PipeWire", user: 0)]), .good, "PipeWire of this user")
        expect(check([.init(name: "PulseAudio", user: 1000)]), .limited, "PulseAudio runs for anna, and this is root", next: "run as anna")
        expect(check([.init(name: "PulseAudio", user: 1000)], address: "tcp:box"), .good, "tcp:box")
    }

    @Test func scheduling() {
        expect(SchedulingCheck(isRealTime: true, priorityLimit: 95).finding, .good, "real-time")
        expect(SchedulingCheck(isRealTime: false, priorityLimit: 0).finding, .limited, "the limit is 0", next: "rtprio 95")
        expect(SchedulingCheck(isRealTime: true, priorityLimit: 95, processorQuota: 0.5).finding, .limited, "0.50 of a processor", next: "CPUQuota")
        expect(SchedulingCheck(isRealTime: true, priorityLimit: 95, processorQuota: 2).finding, .good, "real-time")
        let forbidden = SchedulingCheck(isRealTime: false, priorityLimit: 95, groupForbidsRealTime: true)
        expect(forbidden.finding, .limited, "cpu.rt_runtime_us", next: "systemd-run")
        #expect(SchedulingCheck.quota("max 100000\n") == nil && SchedulingCheck.quota("50000 100000\n") == 0.5)
        #expect(SchedulingCheck.quota("1 0") == nil && SchedulingCheck.quota("") == nil)
        let groups = SchedulingCheck.groups("4:cpu,cpuacct:/a/b:c\n0::/\nrubbish\n")
        #expect(groups.map(\.path) == ["/a/b:c", ""] && groups.map(\.controllers) == [["cpu", "cpuacct"], []])
    }

    @Test func disk() {
        func place(_ name: String, free: Int, rate: Double = 352_800, isWritable: Bool = true) -> DiskCheck.Place {
            DiskCheck.Place(name: name, folder: "/data", isWritable: isWritable, freeBytes: free, bytesPerSecond: rate)
        }
        expect(DiskCheck(places: []).finding, .good, "nothing is written")
        expect(DiskCheck(places: [place("a.wav", free: 40 << 30)]).finding, .good, "42.9 GB free in /data: 34 hours of a.wav")
        expect(DiskCheck(places: [place("a.wav", free: 300 << 20)]).finding, .limited, "15 minutes of a.wav", next: "make room")
        expect(DiskCheck(places: [place("a.wav", free: 0)]).finding, .failing, "0 seconds of a.wav", next: "--output")
        let places = [place("cache", free: 0, rate: 0), place("a.wav", free: 1 << 40, isWritable: false)]
        expect(DiskCheck(places: places).finding, .failing, "nothing can be written into /data", next: "folder of your own")
        expect(DiskCheck(places: [places[0]]).finding, .limited, "is full", next: "make room")
    }

    @Test func theDiskIsAskedForWhatASessionWrites() throws {
        let folder = try ScratchFolder()
        let live = try Live.parse(["--output", "null", "--output", folder.file("a.flac"), "--record", folder.file("none/b.session")])
        let places = DiskCheck.places(live, hasCard: false, rate: 50_000, cache: folder.file("no/cache"))
        #expect(places.map(\.bytesPerSecond) == [200_000, 4000, 0])
        #expect(places.map(\.isWritable) == [true, false, true] && places[2].folder == folder.path)
        let plain = try Live.parse([])
        #expect(DiskCheck.places(plain, hasCard: true, rate: 44_100, cache: nil).isEmpty)
        #expect(DiskCheck.places(plain, hasCard: false, rate: 44_100, cache: nil).map(\.name) == ["leitmotif-session.wav"])
    }

    @Test func clock() {
        var check = ClockCheck(now: .init(timeIntervalSince1970: 1_800_000_000), isSynchronised: true, source: "tsc")
        expect(check.finding, .good, "synchronised, from tsc")
        check.isSynchronised = false
        expect(check.finding, .limited, "not synchronised", next: "set-ntp")
        check.source = "hpet"
        expect(check.finding, .limited, "hpet", next: "dmesg")
        check.programDate = .init(timeIntervalSince1970: 1_900_000_000)
        expect(check.finding, .limited, "before this program was made", next: "set it")
    }

    @Test func speed() {
        func check(_ milliseconds: Double, share: Double = 0.01, worst: Double = 0.05) -> [Finding] {
            let times = [Double](repeating: milliseconds, count: 9)
            return SpeedCheck(pictureMilliseconds: times, pictureRate: 30, soundShare: share, worstBlockShare: worst).findings
        }
        expect(check(5)[0], .good, "200 pictures a second (5.0 ms each, one in ten over 5.0), 6.7 times as many as come")
        expect(check(31)[0], .limited, "32 pictures a second", next: "end other programs")
        expect(check(5)[1], .good, "1.0 % of its time in the costliest mood, 5.0 % at worst: 100 times")
        expect(check(5, share: 0.7)[1], .limited, "70.0 %", next: "--latency safe")
        let nothing = SpeedCheck(pictureMilliseconds: [], pictureRate: 30, soundShare: 0, worstBlockShare: 0).findings
        expect(nothing[0], .limited, "no picture came", next: "see camera")
    }
}
