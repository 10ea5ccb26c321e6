import Foundation
import Testing

@testable import Session

@Suite struct TapFileTests {
    @Test(arguments: [0, 4410.25, -1e-3, -88_200 / 3.0]) func whatIsWrittenIsReadBack(frames: Double) {
        #expect(TapFile.frames(parsing: TapFile.text(frames)) == frames)
    }

    @Test(arguments: [
        "", "frames 1\n", "leitmotif-tap 1\nframes 1", "leitmotif-tap 1\nframes nan\n", "leitmotif-tap 1\nframes inf\n",
        "leitmotif-tap 1\nframes 1e300\n", "leitmotif-tap 1\nframes 1\nframes 2\n", "leitmotif-tap 2\nframes 1\n",
        "leitmotif-tap 1\nframes\n", "leitmotif-tap 1\nbeats 5\n",
    ]) func anythingElseIsNone(text: String) { #expect(TapFile.frames(parsing: text) == nil) }
}
