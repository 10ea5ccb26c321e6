import Cascade
import DSP
import Foundation
import Mood
import Session
import Tensor
import Testing

@testable import App

/// What a session shows, in words and as JSON: readers of one snapshot.
@Suite struct StatusLineTests {
    /// A session with a face, another that is ignored, and the card away.
    private func performance() -> Performance {
        var setting = Performance.Setting(mapping: ParameterMapping(map: .drama))
        setting.song = "waltz.flac"
        var performance = Performance(setting)
        performance.begin()
        var sight = Sight(seconds: 3, width: 640, height: 480)
        sight.faces = [(1, 120), (2, 80)].map { id, width in
            TrackedFace(id: id, rect: PixelRect(x: 9, y: 8, width: width, height: width), neighbors: 20)
        }
        sight.readings = [FaceReading(face: 1, expression: ExpressionWeights(happy: 0.75, neutral: 0.25))]
        sight.state = .tracking
        performance.take(.hold(.sad), at: 3)
        performance.take(.saw(sight), at: 3)
        performance.take(.lost(.sound, cause: "it was pulled out"), at: 3)
        var report = PlayerReport()
        report.frames = 88_200
        report.starvedQuanta = 7
        report.xruns = 2
        performance.take(.played(report), at: 3)
        return performance
    }

    private func object(_ value: some Encodable) throws -> [String: Any] {
        let text = try JSON.text(value)
        return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test func theStatusHoldsWhatIsSo() throws {
        let status = try object(StatusLine(performance().snapshot))
        #expect(status["mood"] as? String == "sad" && status["held"] as? String == "sad")
        #expect(status["faces"] as? Int == 2 && (status["boxes"] as? [[String: Any]])?.count == 2)
        #expect((status["read"] as? [String: Double])?["happy"] == 0.75)
        #expect((status["probabilities"] as? [String: Double])?["sad"] == 1)
        #expect(status["song"] as? String == "waltz.flac" && status["map"] as? String == "drama")
        #expect(status["lost"] as? [String] == ["sound"])
        #expect((status["notices"] as? [String])?.first?.contains("it was pulled out") == true)
        #expect(status["faceToEar"] == nil && status["faceToBeat"] == nil, "nothing has answered a face")
        #expect(status["starvedQuanta"] as? Int == 7 && status["xruns"] as? Int == 2)
        // Of a mood held alone: the place that drives the music.
        let place = MoodPlace(of: .sad)
        #expect(abs(try #require(status["valence"] as? Double) - Double(place.valence)) < 1e-6)
        #expect(abs(try #require(status["arousal"] as? Double) - Double(place.arousal)) < 1e-6)
    }

    @Test func theTimeFromTheFaceToTheEarIsShown() throws {
        var snapshot = performance().snapshot
        snapshot.faceToEar = FaceToEar(stages: [0.1, 0.008, 0.006, 0.001, 0.003, 0.0015, 0.0235])
        snapshot.faceToBeat = FaceToEar(stages: [0.1, 0.008, 0.006, 0.001, 0.4, 0.0015, 0.0235])
        snapshot.medianFaceToEar = 0.1525
        let status = try object(StatusLine(snapshot)), summary = try object(SummaryLine(snapshot))
        #expect(abs(try #require(status["faceToEar"] as? Double) - 0.143) < 1e-9)
        #expect(abs(try #require(status["faceToBeat"] as? Double) - 0.54) < 1e-9)
        let stages = try #require(status["faceToEarStages"] as? [String: Double])
        #expect(stages.count == 7 && stages["evidence"] == 0.1 && stages["card"] == 0.0235)
        #expect(StatusText(snapshot, columns: 80).plain.contains("| ear 143 ms |"))
        #expect(summary["faceToEar"] as? Double == 0.1525 && summary["faceToBeat"] == nil)
    }

    @Test func theSummaryHoldsWhatIsLeft() throws {
        let summary = try object(SummaryLine(performance().snapshot))
        #expect(summary["frames"] as? Int == 88_200 && summary["seconds"] as? Double == 2)
        #expect(summary["looks"] as? Int == 1 && summary["looksWithFace"] as? Int == 1 && summary["starvedQuanta"] as? Int == 7)
    }

    @Test func aTerminalsLineFitsItsWidth() {
        let snapshot = performance().snapshot
        for columns in [1, 2, 20, 80, 300] { #expect(StatusText(snapshot, columns: columns).text.count < columns) }
        #expect(StatusText(snapshot, columns: 0).text.isEmpty)
        let plain = StatusText(snapshot, columns: 80).plain
        #expect(plain.contains("tracking (2 faces)") && plain.contains("SAD") && plain.contains("xruns 2"))
    }

    @Test func everyNoticeHasWords() {
        let kinds: [SessionEvent.Kind] = [
            .map("a", edited: true), .mapRead("a"), .mapDamaged("a"), .beats(BeatFinding(confidence: 0)), .analysisFailed("a"), .starved,
            .lost(.camera, cause: "a"), .lost(.sound, cause: "a"), .stillLost(.sound, cause: "a"), .back(.camera), .back(.sound),
            .recordingFailed("a"), .songDamaged("a"), .missed(1), .refused(.pause, why: "a"), .notCalibrated(name: "a", .noFace(pictures: 3)),
        ]
        for kind in kinds { #expect(kind.isNotice && kind.words?.isEmpty == false, "\(kind)") }
        for kind in [SessionEvent.Kind.mood(.sad), .obeyed(.panic), .ended(frames: 1)] { #expect(!kind.isNotice && kind.words == nil) }
    }
}
