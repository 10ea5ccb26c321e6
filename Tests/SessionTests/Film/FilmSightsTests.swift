import Cascade
import Mood
import Tensor
import Testing

@testable import Session

@Suite struct FilmSightsTests {
    private func sight(_ seconds: Double, _ faces: [(Int, Mood.Expression)]) -> Sight {
        var sight = Sight(seconds: seconds, width: 640, height: 360)
        sight.lasting = 0.04
        sight.readings = faces.map { FaceReading(face: $0.0, expression: ExpressionWeights(only: $0.1)) }
        return sight
    }

    @Test func aMoodBeginsWithTheFirstPictureThatShowsIt() throws {
        var film = FilmSights()
        for picture in 0..<500 {
            let seconds = Double(picture) * 0.04
            film.add(sight(seconds, [(1, seconds < 8 ? .neutral : .happy)]))
        }
        let moods = film.moods()
        #expect(moods.map(\.mood) == [.neutral, .happy])
        #expect(abs(moods[1].seconds - 8) < 0.05)
        #expect(abs(film.seconds - 20) < 1e-9)
        #expect(film.withFace == 500 && film.count == 500)
    }

    @Test func ofSeveralFacesThatCountsWhichIsOnScreenLongest() {
        var film = FilmSights()
        for picture in 0..<500 {
            let seconds = Double(picture) * 0.04
            // A guest is there for six seconds, and angry.
            film.add(sight(seconds, (4..<10).contains(seconds) ? [(2, .angry), (1, .sad)] : [(1, .sad)]))
        }
        #expect(film.moods().map(\.mood) == [.sad])
    }
}
