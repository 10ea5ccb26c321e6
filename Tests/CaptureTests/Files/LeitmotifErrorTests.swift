import Glibc
import Tensor
import Testing

@testable import Capture

@Suite struct LeitmotifErrorTests {
    private static let damage = ModelError(
        .unsupported, "read weights", "layer 3", "kind 9 is unknown", next: "copy the file again")

    @Test func aModelFilesErrorNamesItsPath() {
        let error = LeitmotifError(Self.damage, path: "a.weights")
        #expect(error.description == "read weights a.weights: layer 3: kind 9 is unknown; copy the file again")
    }

    @Test func aModelErrorMayBeTheCauseOfAnother() {
        let error = LeitmotifError("look at picture", "b.png", Self.damage, next: "choose another source")
        #expect(error.description == "look at picture b.png: \(Self.damage.description); choose another source")
    }

    @Test func aModelErrorKeepsItsKind() {
        #expect(LeitmotifError(Self.damage, path: "a.weights").kind == .unsupported)
        #expect(LeitmotifError("look", "b", ModelError(.tooLarge, "a", "b", "c", next: "d"), next: "e").kind == .outOfRange)
    }

    @Test func anErrorNumberHasAKindWhateverItsSign() {
        let kinds: [(Int32, LeitmotifError.Kind)] = [
            (ENOENT, .notFound), (EACCES, .denied), (EBUSY, .busy), (ENODEV, .lost), (ENOSPC, .full), (EINVAL, .failed),
        ]
        for (code, kind) in kinds {
            #expect(LeitmotifError.Kind.system(code) == kind && LeitmotifError.Kind.system(-code) == kind)
        }
    }

    @Test func aMissingFileIsNotFoundAndAFolderIsUnsupported() {
        let missing = #expect(throws: LeitmotifError.self) { try openSong("/nowhere/song.wav") }
        #expect(missing?.kind == .notFound)
        let folder = #expect(throws: LeitmotifError.self) { try openSong("/tmp") }
        #expect(folder?.kind == .unsupported)
    }
}
