import ArgumentParser
import Mood
import Session

/// How pictures are looked at, alike for every command that follows faces.
struct LookOptions: ParsableArguments {
    @Option(help: "Whose face counts: largest, first (whoever has been there longest) or all (the mean).")
    var who = FaceChoice.largest
    @Option(help: "A name given to `app calibrate`: reads that person's face from their own neutral.") var calibration: String?
    @OptionGroup var hanging: HangingOptions
    @Option(help: "Another weights file.") var weights: String?

    func validate() throws {
        if let calibration { _ = try CalibrationFile.checked(calibration) }
        guard calibration == nil || who != .all else {
            throw ValidationError("--calibration is one person's, --who all is everybody; choose --who largest or --who first")
        }
    }

    func watcher() throws -> Watcher {
        Watcher(
            cascade: try Files.cascade(), network: try Files.network(weights), choice: who, turn: hanging.turn)
    }
}

/// How the camera hangs.
struct HangingOptions: ParsableArguments {
    @Option(parsing: .unconditional, help: "Turn the picture clockwise: 0, 90, 180 or 270.") var rotate = 0
    @Flag(help: "Mirror the picture.") var mirror = false

    func validate() throws {
        guard Turn(degrees: rotate, isMirrored: mirror) != nil else {
            throw ValidationError("--rotate \(rotate): choose 0, 90, 180 or 270")
        }
    }

    var turn: Turn { Turn(degrees: rotate, isMirrored: mirror) ?? Turn() }
}

extension FaceChoice: ExpressibleByArgument {}

/// For an option's transform.
func checkedIdle(_ name: String) throws -> Idle {
    guard let idle = Idle(name: name) else { throw ValidationError("choose neutral, fade or loop") }
    return idle
}
