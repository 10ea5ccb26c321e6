import ArgumentParser
import Capture
import Cascade
import Foundation
import Mood
import Session
import Tensor

struct Calibrate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Learn your own neutral face, so that it is not read as sad or angry.",
        discussion: """
            EXAMPLES
              app calibrate anna                           five seconds in front of the first camera, looking neutral
              app calibrate anna --camera neutral/         a folder of pictures of a neutral face
              app --calibration anna                       play with it

            Keeps five numbers, never a picture, in \((try? CalibrationFile.folder()) ?? "~/.config/leitmotif/calibrations"). \
            Calibrate again after changing the weights.
            """)

    @Argument(help: "Whose face it is: the name for --calibration.") var name: String
    @Option(help: "A camera, 'actor', a picture, a folder, FILE.y4m, - or a video. Default: the first camera.")
    var camera: String?
    @Option(parsing: .unconditional, help: "How long, in seconds, from the first face on.") var seconds = 5.0
    @OptionGroup var mount: MountOptions
    @Option(help: "Another weights file.") var weights: String?

    func validate() throws {
        _ = try CalibrationFile.checked(name)
        try check(seconds, "--seconds", in: 0.5...60, "seconds")
    }

    mutating func run() throws {
        let watcher = Watcher(
            cascade: try Files.cascade(), profile: try Files.profileCascade(), network: try Files.network(weights),
            choice: .largest, orientation: mount.orientation)
        let sights = SightReader(try openSource(camera ?? firstCamera()), watcher)
        StopFlag.catchSignals()
        Program.say("look neutral for \(seconds.short) seconds …")
        let (calibration, pictures) = try gather(sights)
        try CalibrationFile.write(calibration, name: name, pictures: pictures)
        let changes = Expression.allCases.filter { $0 != .neutral }
            .map { String(format: "%@ %+.2f", $0.name, calibration.bias[$0]) }
        try Output.line("\(CalibrationFile.path(of: name)): \(changes.joined(separator: ", ")), from \(pictures) pictures")
    }

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
        var isFirst = true
        while !StopFlag.signalled.isSet {
            if let sight = try sights.next() {
                if isFirst { performance.take(.calibrate(name: name, seconds: seconds), at: sight.seconds) }
                isFirst = false
                performance.take(.saw(sight), at: sight.seconds)
            } else {
                if isFirst { performance.take(.calibrate(name: name, seconds: seconds), at: 0) }
                performance.take(.sourceEnded, at: 0)
            }
            for event in performance.takeEvents() {
                switch event.kind {
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
