import Capture
import Fixtures
import Foundation
import Mood
import Testing

@testable import App

/// One after the other: the folder of settings is the whole process's.
@Suite(.serialized)
struct CalibrateTests {
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
        setenv("XDG_CONFIG_HOME", folder.path, 1)
    }

    @Test func fiveSecondsOfTheActorBecomeFiveNumbers() throws {
        #expect(app("calibrate", "clay head", "--camera", "actor", "--seconds", "3") == 0)
        let path = try CalibrationFile.path(of: "clay head")
        #expect(path == folder.path + "/leitmotif/calibrations/clay head.toml")
        let bytes = try #require(FileBytes.read(path))
        #expect(bytes.count < 400, "numbers, no picture")
        let calibration = try CalibrationFile.read("clay head")
        #expect(calibration.bias.neutral == 0)
        try CalibrationFile.write(calibration, name: "copy", pictures: 45)
        #expect(try CalibrationFile.read("copy") == calibration)
        #expect(app("watch", "actor", "--calibration", "clay head") == 0)
    }

    @Test func failuresAreToldAndLeaveNothing() throws {
        #expect(app("calibrate", "me", "--camera", folder.picture()) == 1, "no face")
        #expect(app("calibrate", "me", "--camera", folder.file("none.mp4")) == 1)
        #expect(app("watch", "actor", "--calibration", "me") == 1)
        #expect(!FileManager.default.fileExists(atPath: try CalibrationFile.path(of: "me")))
    }

    @Test func allFiveComeBackFromTheirFile() throws {
        let points = Mood.Expression.allCases.map { shown in
            var point = ExpressionWeights(happy: -1.5, sad: -0.25, angry: 0.125, surprise: -2, neutral: 1)
            point[shown] += 4
            return point
        }
        let prototypes = try #require(FacePrototypes(points: points, deviation: 0.75))
        let calibration = Calibration(bias: ExpressionWeights(sad: -1), prototypes: prototypes)
        try CalibrationFile.write(calibration, name: "all", pictures: 225)
        #expect(try CalibrationFile.read("all") == calibration)
        let path = try CalibrationFile.path(of: "all")
        let text = String(decoding: try #require(FileBytes.read(path)), as: UTF8.self)
        #expect(text.utf8.count < 1200, "numbers, no picture")
        for (part, wrong) in [
            ("deviation = 0.75", "deviation = 0.1"), ("deviation = 0.75", ""), ("[prototypes.sad]", "[prototypes.sat]"), ("= 5.0", "= nan"),
            ("= 5.0", "= 1e9"),
        ] {
            try Data(text.replacingOccurrences(of: part, with: wrong).utf8).write(to: URL(fileURLWithPath: path))
            #expect(throws: LeitmotifError.self, "\(wrong)") { try CalibrationFile.read("all") }
        }
    }

    @Test(.enabled(if: sharedData("data/faces") != nil, "needs the shared data"))
    func aPartyIsNoFace() throws {
        let party = try #require(sharedData("data/faces")).path
        #expect(app("calibrate", "party", "--camera", party) == 1)
        #expect(app("calibrate", "party", "--all", "--camera", party) == 1)
        #expect(throws: LeitmotifError.self) { try CalibrationFile.read("party") }
    }

    @Test(arguments: [
        "", "bias = 3", "[bias]\nhappy = 1", "[bias]\nhappy = 0\nsad = \"x\"\nangry = 0\nsurprise = 0\nneutral = 0",
        "[bias]\nhappy = nan\nsad = 0\nangry = 0\nsurprise = 0\nneutral = 0", "no toml at all [", "[bias]\nhappy = 1e30\nsad = 0",
    ]) func damagedFilesAreRefused(_ text: String) throws {
        try CalibrationFile.write(Calibration(bias: ExpressionWeights(sad: -1)), name: "me", pictures: 1)
        try Data(text.utf8).write(to: URL(fileURLWithPath: try CalibrationFile.path(of: "me")))
        #expect(throws: LeitmotifError.self) { try CalibrationFile.read("me") }
    }

    @Test(arguments: ["a/b", "..", ".hidden", "", "-x", "a\nb", "a\u{0}b", String(repeating: "x", count: 65)])
    func namesThatLeadElsewhereAreRefused(_ name: String) {
        #expect(throws: (any Error).self) { try CalibrationFile.checked(name) }
    }
}
