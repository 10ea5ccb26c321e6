import Capture
import Fixtures
import Foundation
import Mood
import Session
import Tensor
import Testing

@testable import App

/// In turn with the other tests that set the folder of calibrations.
extension CalibrateTests {
    /// An actor whose anger and sadness are so weak that they are read in less than half of their frames, before and after
    /// `calibrate --all`. He calibrates with the first half of every held expression and is judged by the second.
    @Suite struct WeakActorTests {
        private let folder: ScratchFolder
        private let frames: [GreyFilmFrame]
        private let holds: [Actor.Hold]
        private static let weak: [Mood.Expression] = [.angry, .sad]

        init() throws {
            folder = try ScratchFolder()
            setenv("LEITMOTIF_HOME", repositoryRoot, 1)
            setenv("XDG_CONFIG_HOME", folder.path, 1)
            let actor = try Actor()
            let source = try actor.open()
            var plane = LumaPlane(width: 1, height: 1)
            var frames: [GreyFilmFrame] = []
            while try source.next(into: &plane) != nil {
                let pixels = Array(UnsafeBufferPointer(start: plane.pixels, count: plane.width * plane.height))
                frames.append(GreyFilmFrame(width: plane.width, height: plane.height, pixels: pixels))
            }
            self.frames = frames
            holds = actor.holds
        }

        @Test func aFaceThatWasTaughtIsRead() throws {
            let shares = try weakShares()
            let (lessons, judged) = halves(shares)
            let film = folder.file("lessons.y4m", y4m(lessons.flatMap { $0 }))
            #expect(app("calibrate", "weak", "--all", "--camera", film) == 0)
            let calibration = try CalibrationFile.read("weak")
            let expressions = holds.map(\.expression)
            let shown = zip(try sharesRead(judged, as: expressions, nil), try sharesRead(judged, as: expressions, calibration))
            for (hold, (before, after)) in zip(holds, shown) {
                print("\(hold.expression.name): read in \(Int(before * 100)) % of the frames before, \(Int(after * 100)) % after")
                if Self.weak.contains(hold.expression) { #expect(before < 0.5, "\(hold.expression.name)") }
                #expect(after >= 0.9, "\(hold.expression.name) \(after)")
            }
            // The whole of it, by the command that reads films.
            #expect(app("watch", folder.file("judged.y4m", y4m(judged.flatMap { $0 })), "--calibration", "weak") == 0)
        }

        @Test func whoShowsOneFaceTwiceIsRefusedByName() throws {
            var (lessons, _) = halves([:])
            let place = { (shown: Mood.Expression) in holds.firstIndex { $0.expression == shown } ?? 0 }
            lessons[place(.angry)] = lessons[place(.neutral)]
            #expect(app("calibrate", "twice", "--all", "--camera", folder.file("twice.y4m", y4m(lessons.flatMap { $0 }))) == 1)
            #expect(!folder.exists("leitmotif/calibrations/twice.toml"))
        }

        // MARK: - The film

        /// For each weak expression the largest share of it, laid over the neutral face, that is read in less than half of either half.
        private func weakShares() throws -> [Mood.Expression: Double] {
            var shares: [Mood.Expression: Double] = [:]
            for hold in holds where Self.weak.contains(hold.expression) {
                shares[hold.expression] = try stride(from: 0.6, through: 0.1, by: -0.02).first { share in
                    let all = weakened(hold, share)
                    let halves = [Array(all[..<(all.count / 2)]), Array(all[(all.count / 2)...])]
                    return try sharesRead(halves, as: [hold.expression, hold.expression], nil).allSatisfy { $0 < 0.1 }
                }
            }
            #expect(shares.count == 2, "\(shares)")
            return shares
        }

        private func weakened(_ hold: Actor.Hold, _ share: Double?) -> [GreyFilmFrame] {
            let neutral = holds.first { $0.expression == .neutral }!.frames
            let face = frames[(neutral.lowerBound + neutral.upperBound) / 2]
            return frames[hold.frames].map { frame in share.map { frame.blended(with: face, share: $0) } ?? frame }
        }

        /// In the order of the holds: five seconds of the first half of each, to and fro, and the second half.
        private func halves(_ shares: [Mood.Expression: Double]) -> (lessons: [[GreyFilmFrame]], judged: [[GreyFilmFrame]]) {
            var lessons: [[GreyFilmFrame]] = [], judged: [[GreyFilmFrame]] = []
            for hold in holds {
                let all = weakened(hold, shares[hold.expression])
                let first = Array(all[..<(all.count / 2)])
                let loop = first + first.reversed()
                lessons.append((0..<75).map { loop[$0 % loop.count] })
                judged.append(Array(all[(all.count / 2)...]))
            }
            return (lessons, judged)
        }

        /// Of the scenes of a film, which one watcher reads and one heart follows in virtual time, the share of frames that are read as
        /// they should be.
        private func sharesRead(
            _ scenes: [[GreyFilmFrame]], as shown: [Mood.Expression], _ calibration: Calibration?
        ) throws -> [Double] {
            let watcher = Watcher(cascade: try Files.cascade(), network: try Files.network())
            var setting = Performance.Setting(mapping: ParameterMapping(map: .seed))
            setting.calibration = calibration
            var performance = Performance(setting)
            var seconds = 0.0
            return try zip(scenes, shown).map { scene, shown in
                let read = try scene.count { frame in
                    seconds += 1.0 / 15
                    let sight = try frame.pixels.withUnsafeBufferPointer {
                        try watcher.examine(
                            LumaView(base: $0.baseAddress!, width: frame.width, height: frame.height, stride: frame.width),
                            FrameStamp(seconds: seconds))
                    }
                    performance.take(.saw(sight), at: seconds)
                    return performance.snapshot.sight?.expression?.strongest == shown
                }
                return Double(read) / Double(scene.count)
            }
        }

        private func y4m(_ frames: [GreyFilmFrame]) -> [UInt8] {
            var bytes = Array("YUV4MPEG2 W\(frames[0].width) H\(frames[0].height) F15:1 Cmono XCOLORRANGE=FULL\n".utf8)
            for frame in frames { bytes += Array("FRAME\n".utf8) + frame.pixels }
            return bytes
        }
    }
}
