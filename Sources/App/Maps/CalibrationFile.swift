import ArgumentParser
import Capture
import FoundationEssentials
import Glibc
import Mood
import Session
import TOML

/// A person's calibration as a small TOML file in the user's settings folder: five numbers and how many pictures they were taken
/// from, five times as many where all expressions were shown; never a picture.
enum CalibrationFile {
    /// In the settings of `UserFolders`.
    static func folder() throws(LeitmotifError) -> String {
        guard let settings = UserFolders.own.settings else {
            throw LeitmotifError(
                .notFound, "find calibrations", "of this user", "the user has no home folder", next: "set HOME or XDG_CONFIG_HOME")
        }
        return settings + "/calibrations"
    }

    static func path(of name: String) throws(LeitmotifError) -> String { "\(try folder())/\(name).toml" }

    /// A name becomes part of a path: refuses whatever could lead elsewhere.
    static func checked(_ name: String) throws -> String {
        guard Command.isName(name)
        else {
            throw ValidationError(
                "calibration '\(name)': a name has 1 to 64 bytes, no slash, and does not start with a dot or dash; "
                    + "choose another")
        }
        return name
    }

    static func write(_ calibration: Calibration, name: String, pictures: Int) throws {
        let path = try path(of: name)
        var lines = ["# How this face differs from a typical neutral one. Made by `\(ProgramName.own) calibrate`; numbers only, no picture."]
        lines += ["pictures = \(pictures)", "", "[bias]"]
        lines += Expression.allCases.map { "\($0.name) = \(calibration.bias[$0])" }
        if let prototypes = calibration.prototypes {
            lines += ["", "# What it reads when it shows each of the five: logarithms of the probabilities.", "[prototypes]"]
            lines += ["deviation = \(prototypes.deviation)"]
            for (shown, point) in zip(Expression.allCases, prototypes.points) {
                lines += ["", "[prototypes.\(shown.name)]"] + Expression.allCases.map { "\($0.name) = \(point[$0])" }
            }
        }
        let next = "make that folder writable, or set XDG_CONFIG_HOME"
        try WholeFile.makeFolder(folder(), "write calibration", next: next)
        try WholeFile.write(lines.joined(separator: "\n") + "\n", to: path, "write calibration", next: next)
    }

    static func read(_ name: String) throws -> Calibration {
        let path = try path(of: checked(name))
        guard FileManager.default.fileExists(atPath: path) else {
            throw LeitmotifError(
                .notFound, "read calibration", path, "there is none of that name", next: "make it with: app calibrate \(name)")
        }
        let table = try Files.table(of: path, "read calibration")
        func damage(_ cause: String) -> LeitmotifError {
            LeitmotifError(.damaged, "read calibration", path, cause, next: "make it again with: app calibrate \(name)")
        }
        func five(_ table: TOMLTable?, _ header: String) throws(LeitmotifError) -> ExpressionWeights {
            guard let table else { throw damage("it has no table [\(header)]") }
            var weights = ExpressionWeights()
            for expression in Expression.allCases {
                guard let number = table[expression.name]?.number, number.isFinite, abs(number) <= 100 else {
                    throw damage("[\(header)] \(expression.name) is missing or not a number")
                }
                weights[expression] = Float(number)
            }
            return weights
        }
        let bias = try five(table["bias"]?.table, "bias")
        // Of the neutral face alone.
        guard let prototypes = table["prototypes"] else { return Calibration(bias: bias) }
        var points: [ExpressionWeights] = []
        for shown in Expression.allCases {
            points.append(try five(prototypes.table?[shown.name]?.table, "prototypes.\(shown.name)"))
        }
        let deviation = prototypes.table?["deviation"]?.number ?? .nan
        guard let prototypes = FacePrototypes(points: points, deviation: Float(deviation)) else {
            throw damage("[prototypes] deviation is missing or outside 0.75 to 100")
        }
        return Calibration(bias: bias, prototypes: prototypes)
    }
}
