import Foundation
import Mood
import Session
import Tensor
import Testing

@testable import App

@Suite struct ActorTests {
    @Test func everyHeldExpressionIsNamed() throws {
        setenv("LEITMOTIF_HOME", repositoryRoot, 1)
        let actor = try Actor()
        #expect(Set(actor.holds.map(\.expression)) == Set(Mood.Expression.allCases))
        let watcher = Watcher(cascade: try Files.cascade(), network: try Files.network())
        let source = try actor.open()
        var plane = LumaPlane(width: 1, height: 1)
        var tracker = MoodTracker()
        var moods: [Mood.Expression] = []
        var found = 0
        while let stamp = try source.next(into: &plane) {
            let sight = try watcher.examine(plane.view, stamp)
            if !sight.readings.isEmpty {
                found += 1
                tracker.see(sight.readings, at: sight.seconds)
            }
            moods.append(tracker.named)
        }
        #expect(Double(found) >= 0.95 * Double(moods.count))
        #expect(Double(moods.count) / actor.framesPerSecond >= 20)
        for hold in actor.holds {
            let named = moods[hold.frames].count { $0 == hold.expression }
            #expect(Double(named) >= 0.8 * Double(hold.frames.count), "\(hold.expression.name)")
        }
    }
}
