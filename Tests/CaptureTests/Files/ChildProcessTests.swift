import Foundation
import Glibc
import Testing

@testable import Capture

@Suite struct ChildProcessTests {
    private func sleeper() throws -> ChildProcess { try ChildProcess("sleep", ["600"], package: "coreutils", for: "test", of: "sleep") }

    @Test func silentChildIsNotWaitedForForever() throws {
        let child = try sleeper()
        let hasty = ByteStream(descriptor: child.output, patience: Patience(seconds: 0.1))
        #expect(!hasty.hasMore() && hasty.failure == ETIMEDOUT)
        var asked = 0
        let stopped = ByteStream(descriptor: child.output, patience: .endless { asked += 1; return asked == 3 })
        #expect(!stopped.hasMore() && stopped.failure == ECANCELED)
    }

    @Test func childEndsWithTheThreadThatStartedIt() throws {
        nonisolated(unsafe) var child: ChildProcess?
        let thread = Thread { child = try? self.sleeper() }
        thread.start()
        while child == nil { usleep(1000) }
        // Its standard output closes when it dies; otherwise this would wait for ten minutes.
        #expect(!ByteStream(descriptor: try #require(child).output).hasMore())
    }
}
