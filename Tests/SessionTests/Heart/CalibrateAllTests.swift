import Cascade
import Mood
import Tensor
import Testing

@testable import Session

/// Somebody shows all five expressions, in virtual time.
@Suite struct CalibrateAllTests {
    private static let order: [Mood.Expression] = [.neutral, .happy, .sad, .angry, .surprise]

    private func sight(_ weights: ExpressionWeights?, face: Int = 1, at seconds: Double, name: String? = nil) -> Sight {
        var sight = Sight(seconds: seconds, name: name, width: 640, height: 480)
        guard let weights else { return sight }
        sight.faces = [TrackedFace(id: face, rect: PixelRect(x: 10, y: 10, width: 100, height: 100), neighbors: 20)]
        sight.readings = [FaceReading(face: face, expression: weights)]
        return sight
    }

    private func clear(_ shown: Mood.Expression) -> ExpressionWeights {
        var weights = ExpressionWeights(happy: 0.01, sad: 0.01, angry: 0.01, surprise: 0.01, neutral: 0.01)
        weights[shown] = 0.96
        return weights
    }

    /// The person arrives after four seconds and shows `read(expression)` for each of the five, at 15 pictures a second.
    private func show(_ read: (Mood.Expression, Double) -> (ExpressionWeights, face: Int)?) -> [SessionEvent.Kind] {
        var performance = Performance(Performance.Setting(mapping: ParameterMapping(map: .seed)))
        performance.take(.calibrateAll(name: "anna", seconds: 3), at: 0)
        for step in 0..<Int(29.5 * 15) {
            let now = Double(step) / 15
            let index = Int((now - 4) / 5)
            let seen = now < 4 ? nil : read(Self.order[min(index, 4)], now - 4 - Double(index) * 5)
            performance.take(.saw(sight(seen?.0, face: seen?.face ?? 1, at: now)), at: now)
            performance.advance(to: now)
        }
        return performance.takeEvents().map { $0.kind }
    }

    private func result(_ kinds: [SessionEvent.Kind]) -> SessionEvent.Kind? {
        kinds.last { if case .calibrated = $0 { true } else if case .notCalibrated = $0 { true } else { false } }
    }

    @Test func thePersonIsGuidedAndTheFaceKept() throws {
        // While a face is made it may show anything.
        let kinds = show { shown, since in (since < 1.9 ? clear(.happy) : clear(shown), face: 1) }
        let steps = kinds.compactMap { if case .calibrating(let step) = $0 { step } else { nil } }
        #expect(steps.map(\.expression) == Self.order.flatMap { [$0, $0] })
        #expect(steps.map(\.isHeld) == Self.order.flatMap { _ in [false, true] })
        #expect(SessionEvent.Kind.calibrating(steps[7]).words == "hold it: angry, for 3 s")
        guard case .calibrated("anna", let calibration, let pictures)? = result(kinds) else {
            Issue.record("\(kinds)")
            return
        }
        #expect((5 * 44...5 * 46).contains(pictures))
        let prototypes = try #require(calibration.prototypes)
        #expect(prototypes.nearest.distance > 3.9)
        for shown in Self.order { #expect(calibration.applied(to: clear(shown)).strongest == shown) }
    }

    @Test func whatCannotBeKeptIsRefusedWithItsReason() {
        let alike = show { shown, _ in (clear(shown == .angry ? .sad : shown), face: 1) }
        #expect(result(alike) == .notCalibrated(name: "anna", .alike(.sad, .angry)))
        let absent = show { shown, _ in shown == .surprise ? nil : (clear(shown), face: 1) }
        #expect(result(absent) == .notCalibrated(name: "anna", .notShown(.surprise)))
        let party = show { shown, since in (clear(shown), face: since > 4 ? 2 : 1) }
        guard case .notCalibrated(_, .changingFaces)? = result(party) else {
            Issue.record("\(String(describing: result(party)))")
            return
        }
        #expect(result(show { _, _ in nil }) == .notCalibrated(name: "anna", .noFace(pictures: 302)))
    }

    /// Also where the neutral face alone is asked for.
    @Test func facesThatTakeTurnsAreNoOnes() {
        var performance = Performance(Performance.Setting(mapping: ParameterMapping(map: .seed)))
        performance.take(.calibrate(name: "anna", seconds: 3), at: 0)
        for step in 0..<60 {
            let now = Double(step) / 15
            performance.take(.saw(sight(clear(.neutral), face: step % 4 == 3 ? 2 : 1, at: now)), at: now)
        }
        let last = result(performance.takeEvents().map { $0.kind })
        #expect(last == .notCalibrated(name: "anna", .changingFaces(others: 11, pictures: 46)))
    }

    @Test func stillPicturesSayByTheirNamesWhatTheyShow() {
        var performance = Performance(Performance.Setting(mapping: ParameterMapping(map: .seed)))
        performance.take(.calibrateAll(name: "anna", seconds: 3), at: 0)
        for (index, shown) in Self.order.enumerated() {
            performance.take(.saw(sight(clear(shown), at: Double(index) * 3, name: "\(shown.name)-1.jpg")), at: Double(index) * 3)
            performance.take(.saw(sight(clear(.happy), at: Double(index) * 3, name: "other.jpg")), at: Double(index) * 3)
        }
        performance.take(.sourceEnded, at: 15)
        guard case .calibrated(_, _, pictures: 5)? = result(performance.takeEvents().map { $0.kind }) else {
            Issue.record("not calibrated")
            return
        }
    }
}
