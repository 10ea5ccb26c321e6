import Capture
import Testing

@testable import App

/// What a source's name leads to where no camera is meant.
@Suite struct OpenSourceTests {
    private func refusal(_ name: String) -> LeitmotifError? {
        do throws(LeitmotifError) {
            _ = try openSource(name)
            return nil
        } catch { return error }
    }

    @Test func aNameOfNothingSaysWhatWasLookedFor() throws {
        let error = try #require(refusal("nosuchcamera"))
        #expect(error.kind == .notFound)
        #expect(error.cause.hasPrefix("there is no such file, and no camera has this number, id or name"))
        #expect(error.nextStep == "name a file, a folder, - or a camera (app cameras lists them)")
    }

    @Test func aPathIsNeverTakenForACamera() throws {
        #expect(try #require(refusal("./nosuchcamera")).cause == "No such file or directory")
    }

    @Test func aDeviceThatIsNoCameraSaysSo() throws {
        #expect(try #require(refusal("/dev/null")).description == "open camera /dev/null: it is not a video device; see app cameras")
        #expect(try #require(refusal("/dev/video4321")).description == "open camera /dev/video4321: No such file or directory; see app cameras")
    }
}
