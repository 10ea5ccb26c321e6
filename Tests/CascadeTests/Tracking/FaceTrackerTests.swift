import Fixtures
import Foundation
import Tensor
import Testing

@testable import Cascade

@Suite struct FaceTrackerTests {
    /// Follows `faces(seconds)` and returns what was in sight in every picture.
    private func film(
        _ rate: Double, seconds: Double, from begin: Double = 0, _ tracker: FaceTracker, _ faces: (Double) -> [DrawnPlace]
    ) throws -> [(seconds: Double, faces: [TrackedFace])] {
        try (0..<Int(seconds * rate)).map { frame in
            let now = begin + Double(frame) / rate
            return (now, try DrawnScene.picture(faces(now)).withView { try tracker.follow(in: $0, at: now) })
        }
    }

    private func isAt(_ face: TrackedFace, _ place: DrawnPlace) -> Bool {
        let x = Double(face.rect.x) + Double(face.rect.width) / 2 - place.x
        let y = Double(face.rect.y) + Double(face.rect.height) / 2 - place.y
        return max(abs(x), abs(y)) < 0.25 * place.width && (0.7...1.6).contains(Double(face.rect.width) / place.width)
    }

    @Test(arguments: [10.0, 15, 30]) func aFaceThatMovesAndGrowsKeepsItsNumber(rate: Double) throws {
        func place(_ seconds: Double) -> DrawnPlace {
            DrawnPlace(x: 70 + 60 * seconds, y: 120 + 30 * sin(2 * seconds), width: 46 + 12 * seconds)
        }
        let looks = try film(rate, seconds: 3, FaceTracker(cascade: frontalFace())) { [place($0)] }
        let found = looks.filter { look in look.faces.contains { isAt($0, place(look.seconds)) } }
        #expect(Double(found.count) >= 0.9 * Double(looks.count))
        #expect(Set(looks.flatMap(\.faces).map(\.id)) == [1])
    }

    @Test func aNarrowSearchFollowsWhoIsThereAndFindsWhoComes() throws {
        let tracker = FaceTracker(cascade: try frontalFace())
        tracker.isNarrow = true
        func places(_ seconds: Double) -> [DrawnPlace] {
            let first = DrawnPlace(x: 70 + 40 * seconds, y: 100, width: 56)
            return seconds < 1 ? [first] : [first, DrawnPlace(x: 250, y: 180, width: 50)]
        }
        let looks = try film(15, seconds: 4, tracker, places)
        let followed = looks.filter { look in look.seconds > 1 && look.faces.contains { isAt($0, places(look.seconds)[0]) } }
        #expect(followed.count >= 40)
        let second = looks.first { look in look.faces.contains { isAt($0, places(1)[1]) } }
        #expect((second?.seconds ?? 9) < 2.5)
    }

    /// A man and a child walk past one another, their faces a width apart.
    @Test(arguments: [10.0, 30]) func facesThatPassKeepTheirNumbers(rate: Double) throws {
        func places(_ seconds: Double) -> [DrawnPlace] {
            [DrawnPlace(x: 60 + 65 * seconds, y: 70, width: 62), DrawnPlace(x: 260 - 65 * seconds, y: 175, width: 50)]
        }
        let looks = try film(rate, seconds: 3, FaceTracker(cascade: frontalFace()), places)
        for index in 0...1 {
            let ids = looks.flatMap { look in look.faces.filter { isAt($0, places(look.seconds)[index]) }.map(\.id) }
            #expect(Double(ids.count) >= 0.9 * Double(looks.count))
            #expect(Set(ids).count == 1)
        }
    }

    /// One face passes in front of the other. Who is who afterwards is uncertain; but there are two of them, with two numbers.
    @Test func oneFaceBeforeAnotherIsOneFace() throws {
        func places(_ seconds: Double) -> [DrawnPlace] {
            [DrawnPlace(x: 160, y: 120, width: 56), DrawnPlace(x: 60 + 65 * seconds, y: 124, width: 64)]
        }
        let looks = try film(15, seconds: 3, FaceTracker(cascade: frontalFace()), places)
        for look in looks {
            #expect(Set(look.faces.map(\.id)).count == look.faces.count)
            for (index, face) in look.faces.enumerated() {
                for other in look.faces[(index + 1)...] { #expect(!face.rect.isSameFace(as: other.rect)) }
            }
        }
        #expect(looks.last?.faces.count == 2)
    }

    @Test(arguments: [10.0, 30]) func whoComesIsSeenSoonAndWhoGoesIsForgotten(rate: Double) throws {
        let tracker = FaceTracker(cascade: try frontalFace())
        let (old, new) = (DrawnPlace(x: 90, y: 120, width: 60), DrawnPlace(x: 230, y: 120, width: 60))
        let looks = try film(rate, seconds: 4, tracker) { $0 < 1 ? [old] : $0 < 2 ? [old, new] : [new] }
        let came = try #require(looks.first { look in look.faces.contains { isAt($0, new) } })
        #expect(came.seconds >= 1 && came.seconds <= 1.61)
        #expect(!looks.contains { look in look.seconds > 2.01 && look.faces.contains { isAt($0, old) } })
        #expect(tracker.absence(of: 1) == nil && tracker.absence(of: 2) == 0)
    }

    @Test func whoComesBackSoonKeepsTheNumber() throws {
        let tracker = FaceTracker(cascade: try frontalFace())
        let place = DrawnPlace(x: 150, y: 120, width: 60)
        let back = try film(15, seconds: 3, tracker) { (1..<1.8).contains($0) ? [] : [place] }
        #expect(Set(back.flatMap(\.faces).map(\.id)) == [1])
        #expect(back.last?.faces.count == 1)
        let late = try film(15, seconds: 4, from: 3, tracker) { $0 < 5.5 ? [] : [place] }
        #expect(Set(late.flatMap(\.faces).map(\.id)) == [2])
    }

    /// A loop of a film begins again; a camera pauses.
    @Test(arguments: [0.5, 60]) func aStepInTimeForgetsEverybody(later: Double) throws {
        let tracker = FaceTracker(cascade: try frontalFace())
        let place = DrawnPlace(x: 150, y: 120, width: 60)
        #expect(try film(15, seconds: 1, from: 1, tracker) { _ in [place] }.last?.faces.map(\.id) == [1])
        #expect(try film(15, seconds: 1, from: later, tracker) { _ in [place] }.last?.faces.map(\.id) == [2])
    }

    @Test func stillPicturesAreSearchedWholeAndEverybodyIsNew() throws {
        let cascade = try frontalFace()
        let tracker = FaceTracker(cascade: cascade)
        let picture = DrawnScene.picture([DrawnPlace(x: 90, y: 110, width: 60), DrawnPlace(x: 230, y: 120, width: 72)])
        let exact = try picture.withView { try FaceDetector(cascade: cascade).detect(in: $0, DetectionParameters()) }
        #expect(exact.count == 2)
        for first in [1, 3] {
            let faces = try picture.withView { try tracker.begin(with: $0) }
            #expect(Set(faces.map(\.id)) == [first, first + 1])
            #expect(faces[0].rect.width >= faces[1].rect.width)
            #expect(exact.allSatisfy { face in faces.contains { $0.rect == face.rect && $0.neighbors == face.neighbors } })
        }
    }

    @Test func anySizeAtAnyTimeIsFollowed() throws {
        let tracker = FaceTracker(cascade: try frontalFace())
        _ = try film(15, seconds: 1, tracker) { _ in [DrawnPlace(x: 300, y: 225, width: 60), DrawnPlace(x: 100, y: 100, width: 90)] }
        var random = SeededNumbers(seed: 8)
        for frame in 0..<60 {
            let (width, height) = (Int.random(in: 1...120, using: &random), Int.random(in: 1...90, using: &random))
            let picture = GreyPicture(width: width, height: height, pixels: [UInt8](repeating: 99, count: width * height))
            let faces = try picture.withView { try tracker.follow(in: $0, at: 1 + Double(frame) / 15) }
            #expect(faces.allSatisfy { $0.rect.x >= 0 && $0.rect.x + $0.rect.width <= width && $0.rect.y + $0.rect.height <= height })
        }
        #expect(throws: ModelError.self) {
            try GreyPicture(width: 0, height: 9, pixels: []).withView { try tracker.follow(in: $0, at: 6) }
        }
    }
}
