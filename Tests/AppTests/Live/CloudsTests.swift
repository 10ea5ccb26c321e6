import Cascade
import Fixtures
import Foundation
import Session
import Tensor
import Testing

@testable import App

/// Clouds made by a formula, in which the cascade now and then sees a face, alone and beside the actor.
@Suite struct CloudsTests {
    /// Of the first 6,000 seeds 23 show a box of 60 pixels or more; these make the largest and the likeliest ones.
    static let seeds: [UInt64] = [99, 689, 2741, 3458, 5634]

    /// How the clouds change from picture to picture.
    enum Drift { case still, slow, quick, boiling }

    /// The clouds of a picture, by its number.
    private func clouds(_ seed: UInt64, _ drift: Drift) -> (Int) -> GreyFilmFrame {
        let first = GreyFilmFrame.clouds(seed: seed)
        return { picture in
            switch drift {
            case .still: first
            case .slow: first.rolled(x: picture / 4, y: 0)
            case .quick: first.rolled(x: 3 * picture, y: picture)
            case .boiling: GreyFilmFrame.clouds(seed: seed + UInt64(picture))
            }
        }
    }

    @Test func theseCloudsLookLikeAFace() throws {
        setenv("LEITMOTIF_HOME", repositoryRoot, 1)
        let detector = FaceDetector(cascade: try Files.cascade())
        for seed in CloudsTests.seeds {
            let boxes = try GreyFilmFrame.clouds(seed: seed).pixels.withUnsafeBufferPointer {
                try detector.detect(in: LumaView(base: $0.baseAddress!, width: 256, height: 256, stride: 256), DetectionParameters())
            }
            #expect(boxes.contains { $0.rect.width >= 60 })
        }
    }

    @Test(arguments: CloudsTests.seeds) func theActorCountsBesideStillOnes(seed: UInt64) throws { try theActorCounts(seed, .still) }

    @Test(arguments: CloudsTests.seeds.prefix(2), [Drift.slow, .quick, .boiling])
    func theActorCountsBesideMovingOnes(seed: UInt64, drift: Drift) throws { try theActorCounts(seed, drift) }

    private func theActorCounts(_ seed: UInt64, _ drift: Drift) throws {
        let empty = GreyFilmFrame(width: 640, height: 320, luma: 128)
        let clouds = clouds(seed, drift)
        let seen = try ActorFilm(every: 3).seen { frame, picture in
            var whole = empty
            whole.put(clouds(picture), x: 32, y: 32)
            whole.put(frame.seen(width: 256, height: 192, middleX: 160, middleY: 120, step: 1.25), x: 336, y: 64)
            return whole
        } isHim: {
            $0.x >= 320
        }
        #expect(seen.read >= 0.95 && seen.moods == 5, "\(seen)")
    }

    /// Whoever is read must not be doubted, and what is no face must be. Clouds that move are not: motion speaks for a face.
    @Test func whatIsNoFaceIsDoubted() throws {
        var named = 0, doubted = 0
        for seed in CloudsTests.seeds {
            let watcher = try ActorFilm.watcher()
            let clouds = clouds(seed, .still)
            for picture in 0..<45 {
                let sight = try clouds(picture).look(watcher, at: Double(picture) / 15)
                if !sight.faces.isEmpty { named += 1 }
                if sight.state == .unsure { doubted += 1 }
            }
        }
        #expect(named > 0 && Double(doubted) >= 0.6 * Double(named), "\(doubted) of \(named)")
    }

    @Test func theActorIsNotDoubted() throws {
        let watcher = try ActorFilm.watcher()
        let states = try ActorFilm().frames.prefix(150).enumerated().map { try $1.look(watcher, at: Double($0) / 15).state }
        #expect(Double(states.count { $0 == .unsure }) <= 0.05 * Double(states.count))
    }
}
