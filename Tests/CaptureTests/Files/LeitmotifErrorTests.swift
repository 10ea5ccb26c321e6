import Tensor
import Testing

@testable import Capture

@Suite struct CaptureErrorTests {
    private static let damage = ModelError(.unsupported, "read weights", "layer 3", "kind 9 is unknown", next: "copy the file again")

    @Test func aModelFilesErrorNamesItsPath() {
        let error = LeitmotifError(Self.damage, path: "a.weights")
        #expect(error.description == "read weights a.weights: layer 3: kind 9 is unknown; copy the file again")
    }

    @Test func aModelErrorMayBeTheCauseOfAnother() {
        let error = LeitmotifError("look at picture", "b.png", Self.damage, next: "choose another source")
        #expect(error.description == "look at picture b.png: \(Self.damage.description); choose another source")
    }
}
