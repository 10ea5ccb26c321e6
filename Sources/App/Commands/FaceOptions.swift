import ArgumentParser
import Mood
import Session
import Tensor

/// Which faces count and how they are read, alike for every command that follows faces.
struct FaceOptions: ParsableArguments {
    @Option(help: "Whose face counts: largest, first (in sight longest) or all (their mean).")
    var who = FaceChoice.largest
    @Option(help: "A name given to `app calibrate`: reads the face relative to that person's neutral one.")
    var calibration: String?
    @OptionGroup var mount: MountOptions
    @Option(help: "Another weights file.") var weights: String?

    func validate() throws {
        if let calibration { _ = try CalibrationFile.checked(calibration) }
        guard calibration == nil || who != .all else {
            throw ValidationError("--calibration is for one person, --who all for everybody; choose --who largest or --who first")
        }
    }

    func watcher() throws -> Watcher {
        Watcher(
            cascade: try Files.cascade(), profile: try Files.profileCascade(), network: try Files.network(weights),
            choice: who, orientation: mount.orientation)
    }

    /// One that can read with the light network where the machine is too slow; weights that were asked for are kept to.
    func liveWatcher() throws -> Watcher {
        Watcher(
            cascade: try Files.cascade(), profile: try Files.profileCascade(), network: try Files.network(weights),
            lightNetwork: weights == nil ? try Files.lightNetwork() : nil, choice: who, orientation: mount.orientation)
    }
}

/// How the camera is mounted.
struct MountOptions: ParsableArguments {
    @Option(parsing: .unconditional, help: "Rotate the picture clockwise: 0, 90, 180 or 270 degrees.") var rotate = 0
    @Flag(inversion: .prefixedNo, help: "Mirror the picture.") var mirror = false

    func validate() throws {
        guard Orientation(degrees: rotate, isMirrored: mirror) != nil else {
            throw ValidationError("--rotate \(rotate): choose 0, 90, 180 or 270")
        }
    }

    var orientation: Orientation { Orientation(degrees: rotate, isMirrored: mirror) ?? Orientation() }
}

extension FaceChoice: ExpressibleByArgument {}

/// For the transform of `--idle`.
func checkedIdle(_ name: String) throws -> Idle {
    guard let idle = Idle(name: name) else { throw ValidationError("choose neutral, fade or loop") }
    return idle
}
