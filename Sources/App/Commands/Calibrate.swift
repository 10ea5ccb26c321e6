import ArgumentParser
import Capture
import Cascade
import Foundation
import Mood
import Session
import Tensor

struct Calibrate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Learn one's own neutral face, so that it is not read as sad or angry.",
        discussion: """
            EXAMPLES
              app calibrate anna                           five seconds before the first camera, looking neutral
              app calibrate anna --camera neutral/         a folder of pictures of a neutral face
              app --calibration anna                       play with it

            Keeps five numbers in \(CalibrationFile.folder), never a picture. Calibrate again after a change of weights.
            """)

    @Argument(help: "Whose face it is: the name for --calibration.") var name: String
    @Option(help: "A camera, 'actor', a picture, a folder, FILE.y4m, - or a video. Default: the first camera.") var camera: String?
    @Option(parsing: .unconditional, help: "How long, from the first face on.") var seconds = 5.0
    @OptionGroup var hanging: HangingOptions
    @Option(help: "Another weights file.") var weights: String?

    /// How long a camera is waited at for a face.
    private static let patienceSeconds = 20.0

    func validate() throws {
        _ = try CalibrationFile.checked(name)
        try check(seconds, "--seconds", in: 0.5...60, "seconds")
    }

    mutating func run() throws {
        let watcher = Watcher(
            cascade: try Files.cascade(), network: try Files.network(weights), choice: .largest, turn: hanging.turn)
        let source = try openSource(camera ?? firstCamera())
        StopFlag.catchSignals()
        Program.say("look neutral for \(seconds.short) seconds …")
        let (readings, looks) = try gather(source, watcher)
        guard !StopFlag.signalled.isSet else { throw WorkFailed(line: "calibrate \(name): stopped by a signal; nothing was written") }
        let calibration = try judge(readings, looks)
        try CalibrationFile.write(calibration, name: name, pictures: readings.count)
        let changes = Expression.allCases.filter { $0 != .neutral }.map { String(format: "%@ %+.2f", $0.name, calibration.bias[$0]) }
        print("\(CalibrationFile.path(of: name)): \(changes.joined(separator: ", ")), from \(readings.count) pictures")
    }

    private func firstCamera() throws -> String {
        guard let camera = CameraList.cameras().first else {
            throw CaptureError("calibrate", name, "there is no camera",
                next: "name a source with --camera: a video or a folder of pictures")
        }
        return camera.path
    }

    /// What one face shows for so many seconds; of still pictures all are taken, each may be of another size and place.
    private func gather(_ source: any FrameSource, _ watcher: Watcher) throws -> (readings: [ExpressionWeights], looks: Int) {
        var plane = LumaPlane(width: 1, height: 1)
        var readings: [ExpressionWeights] = []
        var looks = 0
        var begin: Double?
        var first: Double?
        while !StopFlag.signalled.isSet, let stamp = try source.next(into: &plane) {
            let sight = try watcher.look(at: plane.view, stamp)
            looks += 1
            first = first ?? sight.seconds
            if let reading = sight.readings.first {
                begin = begin ?? sight.seconds
                readings.append(reading.expression)
            }
            guard sight.name == nil else { continue }
            if let begin, sight.seconds - begin >= seconds { break }
            if begin == nil, sight.seconds - (first ?? 0) > Calibrate.patienceSeconds { break }
        }
        return (readings, looks)
    }

    private func judge(_ readings: [ExpressionWeights], _ looks: Int) throws -> Calibration {
        guard !readings.isEmpty else {
            throw CaptureError("calibrate", name, "no face was seen in \(looks) pictures", next: "sit before the camera, in the light")
        }
        guard 2 * readings.count >= looks else {
            throw CaptureError(
                "calibrate", name, "a face was seen in only \(readings.count) of \(looks) pictures",
                next: "stay before the camera, in the light")
        }
        let calibration = Calibration(neutralFace: readings)
        guard let other = calibration.whatIsNotNeutral(in: readings) else { return calibration }
        throw CaptureError(
            "calibrate", name, "the face reads as \(other.name), more than a calibration may take away",
            next: "relax the face and try again")
    }
}
