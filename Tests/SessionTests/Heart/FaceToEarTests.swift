import Cascade
import DSP
import Mood
import Tensor
import Testing

@testable import Session

/// From the picture to the ear in virtual time: heart, mailbox and player, with a camera and a sound card that are numbers.
@Suite struct FaceToEarTests {
    private static let beats = BeatGrid(
        beatFrames: (0..<6).map { Double($0) * 22_050 }, barFrames: [0, 88_200], loopFrames: 132_300, beatsPerMinute: 120, beatsPerBar: 4)

    /// A session of four seconds; the face changes from neutral to happy with the first picture after two.
    private struct VirtualSession {
        static let outputRate = 44_100.0
        /// Transfer and decoding; finding and reading.
        static let waiting = 0.008, looking = 0.006
        var picturesPerSecond: Double
        var blockFrames: Int
        /// Blocks in the card's buffer behind the one that is written.
        var queuedBlocks = 2
        var phase = 0.0
        var map = MoodMap.seed
        var grid: BeatGrid?
        var commands: [(Double, Command)] = []

        struct Result {
            /// From the picture's capture until the first frame that differs is heard.
            var heard: Double?
            var events: [SessionEvent] = []
            var snapshot = Snapshot()
        }

        func run() throws -> Result {
            var setting = Performance.Setting(mapping: ParameterMapping(map: map))
            setting.grid = grid
            var performance = Performance(setting)
            performance.begin()
            func song(_ start: Wish) -> SongPlayback {
                SongPlayback(
                    [PlayableSong(SyntheticSong.chord(seconds: 3), name: "chord", grid: grid)], loops: true, outputRate: Self.outputRate, start: start)
            }
            var stage = song(performance.start), unmoved = song(performance.start)
            let block = StereoBlock(frames: blockFrames), reference = StereoBlock(frames: blockFrames)
            var result = Result()
            var picture = 0
            var commands = commands
            let latency = stage.remote.latencyFrames, queued = queuedBlocks * blockFrames
            func heardAt(_ frame: Int64) -> Double { Double(frame + Int64(latency + queued)) / Self.outputRate }
            for index in 0..<Int(4 * Self.outputRate) / blockFrames {
                let now = Double(index * blockFrames) / Self.outputRate
                while captured(picture) + Self.waiting + Self.looking <= now {
                    let sight = sight(picture)
                    performance.take(.saw(sight), at: sight.times!.examined)
                    picture += 1
                }
                while let (due, command) = commands.first, due <= now {
                    performance.take(command, at: due)
                    commands.removeFirst()
                }
                performance.advance(to: now)
                for case .play(let wish) in performance.takeActions() { stage.remote.wishes.post(wish) }
                try stage.feeders.fill()
                try unmoved.feeders.fill()
                stage.player.render(left: block.left, right: block.right, frames: blockFrames)
                unmoved.player.render(left: reference.left, right: reference.right, frames: blockFrames)
                if result.heard == nil, let frame = (0..<blockFrames).first(where: { block.left[$0] != reference.left[$0] }) {
                    result.heard = Double(index * blockFrames + frame + queued) / Self.outputRate - firstChanged
                }
                while let event = stage.remote.events.pop() {
                    let hearing = Hearing(
                        shownAt: event.shownAt, waited: event.waited, heardAt: heardAt(event.outputFrame),
                        chainSeconds: Double(latency) / Self.outputRate, cardSeconds: Double(queued) / Self.outputRate)
                    performance.take(
                        .applied(
                            frame: event.outputFrame, position: event.sourcePosition, parameters: event.parameters, hearing: hearing),
                        at: now)
                }
            }
            result.events = performance.takeEvents()
            result.snapshot = performance.snapshot
            return result
        }

        private func captured(_ picture: Int) -> Double { (Double(picture) + phase) / picturesPerSecond }

        private var firstChanged: Double { (0...).lazy.map { captured($0) }.first { $0 >= 2 }! }

        private func sight(_ picture: Int) -> Sight {
            let captured = captured(picture)
            // The camera's clock began long before the session.
            var sight = Sight(seconds: 5000 + captured, width: 640, height: 480)
            sight.faces = [TrackedFace(id: 1, rect: PixelRect(x: 10, y: 10, width: 100, height: 100), neighbors: 20)]
            let expression = captured < 2 ? ExpressionWeights(happy: 0.05, neutral: 0.95) : ExpressionWeights(happy: 0.95, neutral: 0.05)
            sight.readings = [FaceReading(face: 1, expression: expression)]
            let taken = captured + Self.waiting
            sight.times = PictureTimes(captured: captured, taken: taken, examined: taken + Self.looking)
            return sight
        }
    }

    /// Block lengths as `--latency` chooses them, three of them in the card's buffer.
    @Test(arguments: [(30.0, 256, 0.25), (30, 128, 0.15), (15, 256, 0.35), (10, 256, 0.35)])
    func theFaceIsHeardWithinTheBudgetAndTheSessionKnowsIt(rate: Double, block: Int, most: Double) throws {
        var heard: [Double] = []
        for phase in [0, 0.17, 0.43, 0.71, 0.9] {
            let result = try VirtualSession(picturesPerSecond: rate, blockFrames: block, phase: phase).run()
            let known = try #require(result.snapshot.faceToEar)
            heard.append(try #require(result.heard))
            #expect(abs(known.total - heard.last!) < 0.005, "\(known)")
            #expect(abs(known.waiting - VirtualSession.waiting) < 1e-9 && abs(known.looking - VirtualSession.looking) < 1e-9)
            #expect(known.evidence >= 2 / rate - 1e-9 && known.deciding >= 0 && known.chain > 0)
            #expect(known.block < Double(block + 1) / VirtualSession.outputRate)
            #expect(result.snapshot.medianFaceToEar == known.total && result.snapshot.faceToBeat == nil)
        }
        #expect(heard.sorted()[2] <= most, "\(heard)")
    }

    @Test func whatWaitsForABeatIsMeasuredByItself() throws {
        let result = try VirtualSession(picturesPerSecond: 30, blockFrames: 256, grid: Self.beats).run()
        let colour = try #require(result.snapshot.faceToEar), structure = try #require(result.snapshot.faceToBeat)
        #expect(colour.total < 0.25)
        // The beat after the change is at 2.5 s of the song, which plays at its own tempo until then.
        #expect(abs(structure.total - 0.5) < 0.03, "\(structure)")
        let heard = result.events.compactMap { if case .heard(_, let waited) = $0.kind { waited } else { nil } }
        #expect(heard == [false, true])
    }

    @Test func aMapThatBlendsAnswersEveryPicture() throws {
        let result = try VirtualSession(picturesPerSecond: 30, blockFrames: 256, map: .drama).run()
        #expect(try #require(result.heard) < 0.05)
        #expect(try #require(result.snapshot.medianFaceToEar) < 0.05)
    }

    @Test func aCommandAnswersNoFace() throws {
        let held = try VirtualSession(
            picturesPerSecond: 30, blockFrames: 256, grid: Self.beats, commands: [(0.5, .hold(.sad)), (3.5, .hold(.angry))]).run()
        #expect(held.snapshot.faceToEar == nil && held.snapshot.faceToBeat == nil)
        let released = try VirtualSession(
            picturesPerSecond: 30, blockFrames: 256, grid: Self.beats, commands: [(0.5, .hold(.sad)), (3, .release)]).run()
        #expect(released.snapshot.mood == .happy && released.snapshot.faceToEar == nil && released.snapshot.faceToBeat == nil)
    }

    @Test func aWishThatReplacesAnUntakenOneKeepsItsPicture() throws {
        let plain = try VirtualSession(picturesPerSecond: 30, blockFrames: 4096).run()
        // The mood is named at 2.1 s; the block that takes it begins at 2.14 s.
        let louder = try VirtualSession(picturesPerSecond: 30, blockFrames: 4096, commands: [(2.13, .volume(-3))]).run()
        #expect(louder.snapshot.faceToEar != nil && louder.snapshot.faceToEar?.total == plain.snapshot.faceToEar?.total)
    }
}
