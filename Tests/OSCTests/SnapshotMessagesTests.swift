import Cascade
import Mood
import Session
import Tensor
import Testing

@testable import OSC

@Suite struct SnapshotMessagesTests {
    private var snapshot: Snapshot {
        var snapshot = Snapshot()
        snapshot.weights = ExpressionWeights(happy: 0.5, sad: 0.25, angry: 0.125, surprise: 0.125)
        snapshot.mood = .happy
        snapshot.state = .tracking
        var sight = Sight(seconds: 0, width: 1280, height: 720)
        sight.faces = [TrackedFace(id: 7, rect: PixelRect(x: 320, y: 180, width: 320, height: 360), neighbors: 9)]
        sight.readings = [FaceReading(face: 7, expression: snapshot.weights)]
        snapshot.sight = sight
        return snapshot
    }

    private func messages(_ profile: OSCProfile, isNewPicture: Bool = true, _ snapshot: Snapshot) -> [OSCMessage] {
        snapshot.packet(profile, isNewPicture: isNewPicture)?.messages.map(\.message) ?? []
    }

    @Test func wekinatorGetsItsInputs() {
        #expect(
            messages(.wekinator, snapshot)
                == [OSCMessage("/wek/inputs", .float(0.5), .float(0.25), .float(0.125), .float(0.125), .float(0))])
    }

    @Test func vmcGetsBlendShapesAndThenTheirEnd() {
        #expect(
            messages(.vmc, snapshot) == [
                OSCMessage("/VMC/Ext/Blend/Val", .string("Joy"), .float(0.5)),
                OSCMessage("/VMC/Ext/Blend/Val", .string("Sorrow"), .float(0.25)),
                OSCMessage("/VMC/Ext/Blend/Val", .string("Angry"), .float(0.125)),
                OSCMessage("/VMC/Ext/Blend/Val", .string("Surprised"), .float(0.125)),
                OSCMessage("/VMC/Ext/Blend/Val", .string("Neutral"), .float(0)),
                OSCMessage("/VMC/Ext/Blend/Apply"),
            ])
    }

    @Test func faceOSCGetsABundleAPicture() {
        #expect(
            messages(.faceosc, snapshot) == [
                OSCMessage("/found", .int(1)), OSCMessage("/pose/position", .float(240), .float(180)), OSCMessage("/pose/scale", .float(5)),
            ])
        #expect(messages(.faceosc, Snapshot()) == [OSCMessage("/found", .int(0))])
        #expect(snapshot.packet(.faceosc, isNewPicture: false) == nil)
    }

    @Test func ourOwnSaysEverything() {
        var snapshot = snapshot
        #expect(!messages(.leitmotif, snapshot).contains { $0.address == "/leitmotif/beat" })
        snapshot.beat = BeatPosition(beat: 3, beatsPerBar: 4, phase: 0.5, beatsPerMinute: 96)
        let sent = messages(.leitmotif, snapshot)
        #expect(sent.contains(OSCMessage("/leitmotif/expression/sad", .float(0.25))))
        #expect(sent.contains(OSCMessage("/leitmotif/mood", .string("happy"))))
        #expect(sent.contains(OSCMessage("/leitmotif/state", .string("tracking"))))
        #expect(sent.contains(OSCMessage("/leitmotif/face", .int(7), .float(0.25), .float(0.25), .float(0.25), .float(0.5))))
        #expect(sent.contains(OSCMessage("/leitmotif/beat", .int(3), .int(4), .float(0.5), .float(96))))
        // Within what one packet of the usual networks carries.
        #expect((snapshot.packet(.leitmotif, isNewPicture: true)?.bytes.count ?? 0) < 1400)
    }
}
