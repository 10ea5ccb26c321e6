import ArgumentParser
import Capture
import Cascade
import FoundationEssentials
import Glibc
import Mood
import Session
import Tensor

struct Calibrate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Learn your own face: the neutral one, so that it is not read as sad or angry, or all five expressions.",
        discussion: """
            EXAMPLES
              app calibrate anna                           five seconds in front of the first camera, looking neutral
              app calibrate anna --all                     neutral, happy, sad, angry, surprised, each held for three seconds
              app calibrate anna --camera neutral/         a folder of pictures of a neutral face
              app calibrate anna --all --camera faces/     of pictures named happy-1.jpg, sad.png …, or a film as below
              app --calibration anna                       play with it

            With --all it says which face to make, and when to hold it; a face in which two of them cannot be told apart is \
            refused. A film of somebody who does the same will do: from the first face on, each of the five in this order, \
            two seconds to make it and three to hold it.

            Keeps five numbers, thirty-one with --all, never a picture, in \((try? CalibrationFile.folder()) ?? "~/.config/leitmotif/calibrations"). \
            Calibrate again after changing the weights.
            """)

    @Argument(help: "Whose face it is: the name for --calibration.") var name: String
    @Option(help: "A camera, 'rpicam', 'actor', a picture, a folder, FILE.y4m, - or a video. Default: the first camera.")
    var camera: String?
    @Flag(help: "All five expressions, one after another.") var all = false
    @Option(
        parsing: .unconditional,
        help: "How long, in seconds: from the first face on, by default 5; with --all for each expression, by default 3.")
    var seconds: Double?
    @OptionGroup var mount: MountOptions
    @Option(help: "Another weights file.") var weights: String?

    func validate() throws {
        _ = try CalibrationFile.checked(name)
        try check(seconds ?? 5, "--seconds", in: 0.5...60, "seconds")
    }

    mutating func run() throws {
        let watcher = Watcher(
            cascade: try Files.cascade(), profile: try Files.profileCascade(), network: try Files.network(weights),
            choice: .largest, orientation: mount.orientation)
        let sights = SightReader(try openSource(camera ?? firstCamera()), watcher)
        StopFlag.catchSignals()
        if !all { Program.say("look neutral for \(holdSeconds.short) seconds …") }
        let (calibration, pictures) = try gather(sights)
        try CalibrationFile.write(calibration, name: name, pictures: pictures)
        let path = FileName.printable(try CalibrationFile.path(of: name))
        if let (first, second, distance) = calibration.prototypes?.nearest {
            let nearest = "\(first.name) and \(second.name) are the nearest, " + String(printf: "%.1f deviations apart", distance)
            return try Output.line("\(path): five expressions from \(pictures) pictures; \(nearest)")
        }
        let changes = Expression.allCases.filter { $0 != .neutral }
            .map { $0.name + String(printf: " %+.2f", calibration.bias[$0]) }
        try Output.line("\(path): \(changes.joined(separator: ", ")), from \(pictures) pictures")
    }

    private var holdSeconds: Double { seconds ?? (all ? 3 : 5) }

    private func firstCamera() throws -> String {
        let cameras = CameraList.cameras()
        guard let camera = cameras.first(where: { $0.refusal == nil }) ?? cameras.first else {
            throw LeitmotifError(
                .notFound, "calibrate", name, "there is no camera",
                next: "name a source with --camera: a video or a folder of pictures")
        }
        return camera.path
    }

    /// Feeds the source to a calibrating performance until it has seen enough.
    private func gather(_ sights: SightReader) throws -> (Calibration, pictures: Int) {
        var performance = Performance(Performance.Setting(mapping: ParameterMapping(map: .seed)))
        let command = all ? Command.calibrateAll(name: name, seconds: holdSeconds) : .calibrate(name: name, seconds: holdSeconds)
        var isFirst = true
        var countdown = Progress(path: "calibrate \(name)")
        defer { countdown.clear() }
        while !StopFlag.signalled.isSet {
            if let sight = try sights.next() {
                if isFirst { performance.take(command, at: sight.seconds) }
                isFirst = false
                performance.take(.saw(sight), at: sight.seconds)
            } else {
                if isFirst { performance.take(command, at: 0) }
                performance.take(.sourceEnded, at: 0)
            }
            if let step = performance.calibrationStep { countdown.show(words: step.words) }
            for event in performance.takeEvents() {
                switch event.kind {
                case .calibrating:
                    countdown.clear()
                    Program.say(event.kind.words ?? "")
                case .calibrated(_, let calibration, let pictures): return (calibration, pictures)
                case .notCalibrated(_, let problem):
                    throw LeitmotifError(.failed, "calibrate", name, problem.cause, next: problem.nextStep)
                default: break
                }
            }
        }
        throw LeitmotifError(stopped: "calibrate", name)
    }
}

extension CalibrationStep {
    /// For the line that counts down.
    fileprivate var words: String { "\(isHeld ? "hold" : "get ready"): \(expression.name), \(Int(secondsLeft.rounded(.up))) …" }
}
