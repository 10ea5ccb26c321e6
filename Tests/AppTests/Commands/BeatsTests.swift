import Foundation
import Testing

@testable import App

@Suite struct BeatsTests {
    @Test func theTempoIsFoundAndCached() throws {
        let folder = try ScratchFolder()
        setenv("XDG_CACHE_HOME", folder.path, 1)
        #expect(app("beats", folder.sine(seconds: 6)) == 0)
        #expect(app("beats", folder.sine(seconds: 6), "--json") == 0)
        #expect(app("beats", folder.file("missing.wav")) == 1)
        #expect(folder.names.contains("leitmotif"), "what was learnt is kept")
    }
}
