import Foundation
import Tensor
import Testing

@testable import Cascade

@Suite struct WidenedSearchTests {
    private let face = DrawnPlace(x: 160, y: 120, width: 90)

    /// A drawn face, turned about the picture's middle.
    private func turned(_ degrees: Double, _ place: DrawnPlace) -> GreyPicture {
        let upright = DrawnScene.picture([place])
        var pixels = upright.pixels
        upright.withView {
            TurnedGrid(centreX: 160, centreY: 120, step: 1, degrees: -degrees).sample($0, width: 320, height: 240, into: &pixels)
        }
        return GreyPicture(width: 320, height: 240, pixels: pixels)
    }

    /// Found by a widened search, followed at its angle, which is measured.
    @Test(arguments: [-32.0, 32, 45, 90]) func aTurnedFaceIsFollowedAtItsAngle(degrees: Double) throws {
        let tracker = FaceTracker(cascade: try frontalFace())
        let picture = turned(degrees, face)
        var faces: [TrackedFace] = []
        var first: Double?
        for frame in 0..<30 {
            let now = Double(frame) / 15
            faces = try picture.withView { try tracker.follow(in: $0, at: now) }
            if first == nil, !faces.isEmpty { first = now }
        }
        #expect(try #require(first) <= 1)
        let found = try #require(faces.first)
        #expect(abs(found.degrees - degrees) <= 12, "\(found.degrees)")
        #expect(abs(found.rect.x + found.rect.width / 2 - 160) <= 18 && abs(found.rect.y + found.rect.height / 2 - 120) <= 18)
        #expect((0.7...1.5).contains(Double(found.rect.width) / face.width))
    }

    /// What a view finds lies where it is in the picture, whatever the view.
    @Test func everyViewLeadsBackIntoThePicture() throws {
        let prepared = PreparedPicture()
        let picture = DrawnScene.picture([face])
        for view in SearchView.widened + [.upright, .whole] {
            picture.withView { prepared.prepare($0, as: view) }
            let (width, height) = (prepared.view.width, prepared.view.height)
            let middle = Face(rect: PixelRect(x: width / 2 - 10, y: height / 2 - 10, width: 20, height: 20), neighbors: 4)
            let there = prepared.found(middle)
            #expect(abs(there.rect.x + there.rect.width / 2 - 160) <= 2 && abs(there.rect.y + there.rect.height / 2 - 120) <= 2)
            #expect(there.neighbors == 4)
            // What is to the right in the picture is so in the view, unless that is mirrored.
            let aside = prepared.found(Face(rect: PixelRect(x: width / 2, y: height / 2 - 10, width: 20, height: 20), neighbors: 4))
            let angle = view.degrees * .pi / 180
            let (x, y) = (aside.rect.x - there.rect.x, aside.rect.y - there.rect.y)
            let ahead = Double(x) * cos(angle) + Double(y) * sin(angle)
            #expect((view.sought == .mirroredProfiles ? -ahead : ahead) >= 8, "\(view)")
        }
    }

    /// Counted in work, since a clock measures the machine.
    @Test func aViewOfABareRoomCostsTwoThirdsOfWhatAPictureMay() throws {
        let empty = GreyPicture(width: 640, height: 480, pixels: (0..<640 * 480).map { UInt8($0 % 199) })
        let parameters = TrackingParameters()
        for view in SearchView.widened {
            let cascade = view.sought == .faces ? try frontalFace() : try profileFace()
            let search = SpreadSearch(cascade: cascade, parameters: parameters.search)
            var work = parameters.pictureWork * 2 / 3
            work -= try empty.withView { try search.begin($0, as: view) }
            _ = search.proceed(within: &work)
            #expect(!search.isRunning && work > 0, "\(view)")
        }
    }

    /// Faces that are ignored do not keep others from being looked for.
    @Test func anIgnoredFaceIsNobody() throws {
        let tracker = FaceTracker(cascade: try frontalFace())
        let upright = DrawnPlace(x: 60, y: 120, width: 60)
        let tilted = turned(40, DrawnPlace(x: 230, y: 60, width: 70))
        let both = DrawnScene.picture([upright])
        var pixels = tilted.pixels
        for y in 0..<240 { for x in 0..<120 { pixels[y * 320 + x] = both.pixels[y * 320 + x] } }
        let picture = GreyPicture(width: 320, height: 240, pixels: pixels)
        func follow(_ seconds: Range<Int>) throws -> [TrackedFace] {
            try seconds.map { now in try picture.withView { try tracker.follow(in: $0, at: Double(now) / 15) } }.last ?? []
        }
        #expect(try follow(0..<20).map(\.id) == [1])
        tracker.ignoredFaces = [1]
        #expect(try follow(20..<50).contains { $0.degrees > 20 })
    }
}
